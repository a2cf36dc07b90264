// Elements out of data. Texts become text nodes and nothing else, so data is never markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An element. `on` holds listeners; true and false make an attribute come and go; null and false children are left out. */
export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        node.addEventListener(event, listener);
      }
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value != null) {
      node.setAttribute(name, value);
    }
  }
  node.append(...present(children));
  return node;
}

function present(children) {
  return children.flat(Infinity).filter(child => child != null && child !== false);
}

/** Puts other children in the place of all; what had the focus gets it back if its `data-focus` is there again. */
export function replace(node, ...children) {
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  node.replaceChildren(...present(children));
  if (focused) {
    node.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({preventScroll: true});
  }
}

/** Sets a text only where it differs, so that nothing is laid out or read aloud for nothing. */
export function text(node, value) {
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

/** Reads a text aloud where a screen reader listens. */
export function speak(value) {
  text(document.getElementById('spoken'), value);
}
