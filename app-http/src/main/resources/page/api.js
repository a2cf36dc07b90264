// The server's API: the token, errors as problems, and what became of the connection.

const TOKEN = 'tidemark.token';

/** Tells `unauthorized` when the server asks for a token, `lost` and `back` when the connection goes and comes. */
export const signals = new EventTarget();

/** What the server answers in place of a result (RFC 9457). */
export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  static async of(response) {
    const told = await response.json().catch(() => ({}));
    return new Problem(response.status, told.detail || told.title || `The server answered with ${response.status}.`);
  }
}

/** The server did not answer. */
export class ConnectionLost extends Error {
  constructor() {
    super('The server does not answer. Is it running, and is this machine connected?');
  }
}

/** The name of this page's token in the browser's session, which ends with the tab. */
export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

export function forgetToken() {
  sessionStorage.removeItem(TOKEN);
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

/** A JSON answer. */
export async function get(path, signal) {
  return (await send('GET', path, {signal})).json();
}

/** Every page of the same answer must not be asked for twice: the key makes a second try of one click one run. */
export async function post(path, body, key) {
  const headers = {'Content-Type': 'application/json'};
  if (key) {
    headers['Idempotency-Key'] = key;
  }
  return send('POST', path, {body: JSON.stringify(body ?? {}), headers});
}

/** Asks who a token belongs to, without telling anybody when it belongs to no one. */
export async function whoHas(token) {
  const response = await reach('api/me', {headers: {Authorization: `Bearer ${token}`}});
  if (!response.ok) {
    throw await Problem.of(response);
  }
  return response.json();
}

/** The response of the API at this path, below the page's own address.
 * @throws Problem for every answer but a good one
 * @throws ConnectionLost where there was none */
export async function send(method, path, {body, headers, signal} = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const response = await reach(path, {
    method, body, signal,
    headers: token ? {...headers, Authorization: `Bearer ${token}`} : headers,
  });
  if (response.ok) {
    return response;
  }
  const problem = await Problem.of(response);
  if (response.status === 401) {
    signals.dispatchEvent(new Event('unauthorized'));
  }
  throw problem;
}

async function reach(path, options) {
  let response;
  try {
    response = await fetch(path, {cache: 'no-store', credentials: 'omit', ...options});
  } catch (e) {
    if (options.signal?.aborted) {
      throw e;
    }
    signals.dispatchEvent(new Event('lost'));
    throw new ConnectionLost();
  }
  signals.dispatchEvent(new Event('back'));
  return response;
}

/** A key that no other request has; not randomUUID, which browsers have on secure pages alone. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The identifier of a run that was accepted. */
export function acceptedRun(response) {
  return response.headers.get('Location').split('/').pop();
}
