// Who is looking, and what they may do.

import {forgetToken, get, hasToken, keepToken, whoHas} from './api.js';
import {el} from './dom.js';
import {local} from './format.js';
import {button} from './parts.js';

let me = null;

/** Asks the server who this is. @throws Problem with 401 where it wants a token */
export async function begin() {
  me = await get('api/me');
  return me;
}

export function end() {
  forgetToken();
  me = null;
}

/** Whether what changes something may be shown. The server asks for the right again whatever this says. */
export function mayOperate() {
  return me?.role === 'operator';
}

export function whoNode(logOut) {
  return me && [
    el('span', {class: 'who-name', title: me.expiresAt ? `The token is valid until ${local(new Date(me.expiresAt))}` : null},
      el('span', {class: 'who-token'}, me.name), el('span', {class: 'chip'}, me.role)),
    hasToken() && button('Log out', logOut, {kind: 'quiet'}),
  ];
}

/** The form that asks for a token, in place of everything else. */
export function logInView(done) {
  const input = el('input', {id: 'token', name: 'token', type: 'password', required: true, autocomplete: 'current-password',
    spellcheck: 'false', 'aria-describedby': 'token-help token-trouble', autofocus: true});
  const trouble = el('p', {id: 'token-trouble', class: 'trouble', role: 'alert'});
  const submit = el('button', {class: 'button primary', type: 'submit'}, 'Log in');
  const form = el('form', {class: 'login panel', on: {submit: async event => {
    event.preventDefault();
    submit.disabled = true;
    trouble.textContent = '';
    try {
      const token = input.value.trim();
      me = await whoHas(token);
      keepToken(token);
      done();
    } catch (e) {
      trouble.textContent = e.status === 401 ? `This token does not let you in. ${e.message}` : e.message;
      input.setAttribute('aria-invalid', 'true');
      input.select();
    } finally {
      submit.disabled = false;
    }
  }}},
  el('h1', {}, 'Log in'),
  el('p', {class: 'muted', id: 'token-help'}, 'This server wants a token. Whoever runs it makes one with ',
    el('code', {}, 'tidemark token create --role viewer NAME'), '. It is kept until this tab is closed.'),
  el('label', {class: 'field', for: 'token'}, el('span', {}, 'Token'), input), trouble, submit);
  return {title: 'Log in', node: form};
}
