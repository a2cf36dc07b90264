// The frame: who is logged in, which view the address asks for, and whether the server still answers.

import {signals} from './api.js';
import {el, replace, text} from './dom.js';
import {empty, link, waiting} from './parts.js';
import {begin, end, logInView, mayOperate, whoNode} from './session.js';
import {auditView} from './views/audit.js';
import {profileView} from './views/profile.js';
import {profilesView} from './views/profiles.js';
import {rejectsView} from './views/rejects.js';
import {runView} from './views/run.js';
import {runsView} from './views/runs.js';

const main = document.getElementById('main');
/** What is shown: {title, node, close}. */
let shown = null;

/** The first part of an address and its view; each is made with the parts after it. */
const VIEWS = {
  profiles: name => name === undefined ? profilesView() : profileView(name),
  runs: id => id === undefined ? runsView() : runView(id),
  rejects: name => name === undefined ? profilesView() : rejectsView(name),
  audit: () => auditView(),
};

function navigate({moved = true} = {}) {
  const [place = '', name] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const view = place === '' ? VIEWS.profiles : VIEWS[place];
  nav(place || 'profiles');
  show(view?.(name) ?? {title: 'Not found', node: empty('There is no such page.', link('All profiles', '#/profiles', {kind: ''}))}, moved);
  scrollTo(0, 0);
}

function show(view, moved = false) {
  shown?.close?.();
  shown = view;
  titled(view.title);
  replace(main, view.node);
  if (view.node.querySelector('[autofocus]')) {
    view.node.querySelector('[autofocus]').focus();
  } else if (moved) {
    // Whoever does not see the page is told that it is another one.
    main.focus({preventScroll: true});
  }
}

function titled(title) {
  document.title = `${title} · Tidemark`;
}

function nav(place) {
  const places = [['profiles', 'Profiles'], ['runs', 'Runs'], ...(mayOperate() ? [['audit', 'Audit']] : [])];
  const current = place === 'rejects' ? 'profiles' : place;
  replace(document.getElementById('nav'), places.map(([to, words]) =>
    el('a', {href: `#/${to}`, 'aria-current': to === current ? 'page' : null, 'data-focus': to}, words)));
  replace(document.getElementById('who'), whoNode(logOut));
}

function logOut() {
  end();
  // A server that knows no tokens lets everybody in at once; any other asks for one.
  start();
}

function askForToken() {
  end();
  document.getElementById('nav').replaceChildren();
  document.getElementById('who').replaceChildren();
  show(logInView(() => navigate()));
}

async function start() {
  document.getElementById('nav').replaceChildren();
  show({title: 'Loading', node: waiting()});
  try {
    await begin();
  } catch (e) {
    if (e.status !== 401) {
      show({title: 'No answer', node: empty('Nothing to show yet.', e.message, ' Reload this page to try again.')});
    }
    return;
  }
  navigate({moved: false});
}

const lost = document.getElementById('lost');
signals.addEventListener('unauthorized', askForToken);
signals.addEventListener('lost', () => text(lost, 'Connection lost. Trying again; what you see may be old.'));
signals.addEventListener('back', () => text(lost, ''));
signals.addEventListener('title', event => titled(event.detail));
addEventListener('hashchange', event => {
  // The skip link is no address of a view.
  if (new URL(event.newURL).hash === '#main') {
    main.focus();
    history.replaceState(null, '', event.oldURL);
  } else {
    navigate();
  }
});
start();
