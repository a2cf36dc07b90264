// Server-sent events by fetch, since EventSource sends no Authorization header.

import {ConnectionLost, Problem, send, signals} from './api.js';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/** The events of a stream as the HTML standard parses them (section 9.2.6). */
export async function* parse(stream) {
  const decoder = new TextDecoder();
  let rest = '';
  let event = {id: '', kind: '', data: []};
  for await (const bytes of chunks(stream)) {
    rest += decoder.decode(bytes, {stream: true});
    // A CR at the end may be half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line !== '') {
        field(event, line);
        continue;
      }
      if (event.data.length > 0) {
        yield {id: event.id, kind: event.kind || 'message', data: event.data.join('\n')};
      }
      event = {id: event.id, kind: '', data: []};
    }
  }
}

// Safari's streams are no iterables.
async function* chunks(stream) {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield read.value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function field(event, line) {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'data') {
    event.data.push(value);
  } else if (name === 'event') {
    event.kind = value;
  } else if (name === 'id' && !value.includes('\0')) {
    event.id = value;
  }
}

/** Hands over every event once, in order, whatever happens to the connection in between, until `take` returns true or
 * a stream that ended is no longer worth asking for again.
 * @throws Problem if the server will not tell them */
export async function follow(path, {take, again, signal}) {
  let last = '';
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      const headers = last ? {Accept: 'text/event-stream', 'Last-Event-ID': last} : {Accept: 'text/event-stream'};
      const response = await send('GET', path, {headers, signal});
      for await (const event of parse(response.body)) {
        last = event.id || last;
        pause = FIRST_PAUSE;
        if (take(event)) {
          return;
        }
      }
      if (!again()) {
        return;
      }
    } catch (e) {
      if (signal.aborted) {
        return;
      }
      if (e instanceof Problem && e.status < 500 && e.status !== 429) {
        throw e;
      }
      if (!(e instanceof Problem) && !(e instanceof ConnectionLost) && !(e instanceof TypeError)) {
        throw e;
      }
      signals.dispatchEvent(new Event('lost'));
    }
    await new Promise(resume => setTimeout(resume, pause));
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }
}
