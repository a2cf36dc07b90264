// Two charts in SVG: a line of one amount, and bars of stacked amounts. They are drawn at the size they have, so that
// nothing is stretched; the pointer and the arrow keys ask for one value; a sentence tells what a picture would.

import {el, replace, svg, text} from './dom.js';

const MARGIN = {top: 8, right: 8, bottom: 20, left: 48};
const LINES = 3;
const WIDEST_BAR = 28;
const NARROWEST_BAR = 5;

/** A slot is one place on the axis: {label, parts: [{tone, value, name}], note, href}. */
class Chart {
  #slots = [];
  #chosen = -1;
  #format;
  #width = 0;

  /** `format` writes a value of the axis, `describe` the sentence for all slots. */
  constructor(title, {format, describe, legend = []}) {
    this.#format = format;
    this.describe = describe;
    this.tip = el('output', {class: 'chart-tip'});
    this.svg = svg('svg', {
      class: 'chart-plot', role: 'img', tabindex: '0',
      on: {
        pointermove: event => this.#choose(this.at(event.offsetX - MARGIN.left)),
        pointerleave: () => this.#choose(-1),
        blur: () => this.#choose(-1),
        click: () => this.#open(),
        keydown: event => this.#key(event),
      },
    });
    this.figure = el('figure', {class: 'chart'},
      el('figcaption', {}, el('span', {class: 'chart-title'}, title),
        legend.map(({tone, name}) => el('span', {class: `legend tone-${tone}`}, name))),
      el('div', {class: 'chart-frame'}, this.svg, this.tip));
    new ResizeObserver(entries => this.#resize(entries[0].contentRect.width)).observe(this.svg);
  }

  show(slots) {
    this.#slots = slots;
    this.svg.setAttribute('aria-label', this.describe(slots));
    this.#draw();
  }

  #resize(width) {
    if (Math.abs(width - this.#width) >= 1) {
      this.#width = width;
      this.#draw();
    }
  }

  #draw() {
    const width = this.#width - MARGIN.left - MARGIN.right;
    if (width <= 0) {
      return;
    }
    const height = this.svg.clientHeight - MARGIN.top - MARGIN.bottom;
    this.shown = this.fitting(this.#slots, width);
    const most = roundUp(Math.max(0, ...this.shown.map(sum)));
    this.svg.setAttribute('viewBox', `0 0 ${this.#width} ${this.svg.clientHeight}`);
    const marks = this.marks(this.shown, width, height, value => most === 0 ? 0 : value / most * height);
    replace(this.svg, this.#axis(width, height, most),
      svg('g', {transform: `translate(${MARGIN.left},${MARGIN.top})`}, marks));
    this.#choose(this.#chosen);
  }

  #axis(width, height, most) {
    const rows = Array.from({length: LINES + 1}, (_, line) => {
      const y = MARGIN.top + height - line / LINES * height;
      return [svg('line', {class: 'chart-line', x1: MARGIN.left, x2: MARGIN.left + width, y1: y, y2: y}),
        most > 0 || line === 0
          ? svg('text', {class: 'chart-label', x: MARGIN.left - 8, y: y + 4, 'text-anchor': 'end'},
            this.#format(most * line / LINES))
          : null];
    });
    const below = MARGIN.top + height + 15;
    const first = this.shown[0]?.label ?? '';
    const last = this.shown.length > 1 ? this.shown.at(-1).label : '';
    return [rows, svg('text', {class: 'chart-label', x: MARGIN.left, y: below}, first),
      svg('text', {class: 'chart-label', x: this.end(width), y: below, 'text-anchor': 'end'}, last)];
  }

  #choose(index) {
    this.#chosen = index >= 0 && index < (this.shown?.length ?? 0) ? index : -1;
    const slot = this.shown?.[this.#chosen];
    this.svg.querySelectorAll('.chosen').forEach(mark => mark.classList.remove('chosen'));
    this.svg.querySelectorAll('[data-slot]')[this.#chosen]?.classList.add('chosen');
    this.tip.classList.toggle('shown', Boolean(slot));
    this.svg.classList.toggle('opens', Boolean(slot?.href));
    if (slot) {
      text(this.tip, slot.note);
      const x = MARGIN.left + this.middle(this.#chosen);
      // By the object model: a style attribute is what the content policy refuses.
      this.tip.style.left = `${Math.min(Math.max(x, 90), Math.max(90, this.#width - 90))}px`;
    }
  }

  #key(event) {
    const last = this.shown.length - 1;
    const to = {ArrowLeft: Math.max(0, (this.#chosen < 0 ? last + 1 : this.#chosen) - 1), Home: 0, End: last,
      ArrowRight: Math.min(last, this.#chosen + 1), Escape: -1}[event.key];
    if (to !== undefined) {
      event.preventDefault();
      this.#choose(to);
    } else if (event.key === 'Enter') {
      this.#open();
    }
  }

  #open() {
    const href = this.shown?.[this.#chosen]?.href;
    if (href) {
      location.hash = href;
    }
  }
}

export class LineChart extends Chart {
  fitting(slots) {
    return slots;
  }

  marks(slots, width, height, scale) {
    this.step = slots.length > 1 ? width / (slots.length - 1) : 0;
    const points = slots.map((slot, index) => `${round(index * this.step)},${round(height - scale(sum(slot)))}`);
    if (points.length === 0) {
      return [];
    }
    return [
      svg('path', {class: 'chart-area', d: `M0,${height}L${points.join('L')}L${round((slots.length - 1) * this.step)},${height}Z`}),
      svg('polyline', {class: 'chart-curve', points: points.join(' ')}),
      points.map(point => svg('circle', {'data-slot': '', class: 'chart-point', r: 4, cx: point.split(',')[0], cy: point.split(',')[1]})),
    ];
  }

  at(x) {
    return this.step > 0 ? Math.round(x / this.step) : 0;
  }

  middle(index) {
    return index * this.step;
  }

  end(width) {
    return MARGIN.left + width;
  }
}

export class BarChart extends Chart {
  /** The newest that can still be told apart. */
  fitting(slots, width) {
    return slots.slice(-Math.floor(width / NARROWEST_BAR));
  }

  marks(slots, width, height, scale) {
    this.step = Math.min(WIDEST_BAR, width / Math.max(1, slots.length));
    const gap = Math.min(4, this.step / 4);
    return slots.map((slot, index) => {
      let top = height;
      const parts = slot.parts.filter(part => part.value > 0).map(part => {
        // What is there is seen, however little it is.
        const size = Math.max(1.5, scale(part.value));
        top -= size;
        return svg('rect', {class: `tone-${part.tone}`, x: round(index * this.step), y: round(top),
          width: round(this.step - gap), height: round(size), rx: Math.min(2, this.step / 4)});
      });
      return svg('g', {'data-slot': ''}, parts);
    });
  }

  at(x) {
    return Math.floor(x / this.step);
  }

  middle(index) {
    return (index + 0.5) * this.step;
  }

  end(width) {
    return MARGIN.left + Math.min(width, this.shown.length * this.step);
  }
}

function sum(slot) {
  return slot.parts.reduce((all, part) => all + part.value, 0);
}

function round(number) {
  return Math.round(number * 10) / 10;
}

/** The next of 3, 6, 9, 15, 30, 60, ...: the three lines of the axis then stand at round numbers. */
function roundUp(value) {
  if (value <= 0) {
    return 0;
  }
  const power = 10 ** Math.floor(Math.log10(value / 3));
  return [1, 2, 3, 5, 10].map(step => step * power * LINES).find(candidate => candidate >= value);
}
