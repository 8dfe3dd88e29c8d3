/** Makes an element: attributes, then children, which may be text, elements, lists or nothing. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts other children into an element, and the focus and scroll back to where they were. */
export function fill(element, ...children) {
  const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const scrolled = [...element.querySelectorAll('.scroll')].map(each => each.scrollLeft);
  element.replaceChildren(...children.flat(Infinity).filter(child => child));
  [...element.querySelectorAll('.scroll')].forEach((each, at) => { each.scrollLeft = scrolled[at] ?? 0; });
  if (key !== undefined) {
    element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({preventScroll: true});
  }
}

/** A heading of a page with a sentence that says what it is. */
export function heading(title, lead) {
  return [h('h1', {}, title), h('p', {class: 'lead'}, lead)];
}
