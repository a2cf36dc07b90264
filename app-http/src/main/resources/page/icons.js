// Drawn here, so that no font and no request is needed. All are decoration: what they mean is said in words beside them.

import {svg} from './dom.js';

const PATHS = {
  check: 'M20 6 9 17l-5-5',
  alert: 'M12 9v4m0 4h.01M10.3 3.9 2.6 17.5a2 2 0 0 0 1.7 3h15.4a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z',
  cross: 'M18 6 6 18M6 6l12 12',
  pause: 'M9 5v14M15 5v14',
  shield: 'M12 3 5 6v5c0 4.7 3 8.3 7 10 4-1.7 7-5.3 7-10V6zM9.5 9.5l5 5m0-5-5 5',
  spin: 'M12 3a9 9 0 1 0 9 9',
  play: 'M7 4.5v15l12-7.5z',
  stop: 'M6 6h12v12H6z',
  again: 'M20 11a8 8 0 0 0-14.3-4L3 10m0-6v6h6M4 13a8 8 0 0 0 14.3 4L21 14m0 6v-6h-6',
  arrow: 'M5 12h14m-6-6 6 6-6 6',
  clock: 'M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  dot: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
};

export function icon(name) {
  return svg('svg', {class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false'},
    svg('path', {d: PATHS[name]}));
}
