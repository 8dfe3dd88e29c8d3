import {h, fill} from './dom.js';
import {on} from './live.js';
import {read} from './api.js';

/** A part of a page that reads an address now and whenever the book changed, and draws the answer if it is another. */
export function livePart(root, question, draw) {
  const abort = new AbortController();
  let isReading = false;
  let isWanted = false;
  let drawn = '';
  let position = '';
  let latest = null;
  async function refresh() {
    if (isReading) {
      isWanted = true;
      return;
    }
    isReading = true;
    try {
      const asked = question();
      const answer = asked ? await read(asked.path, asked.parameters, abort.signal) : null;
      const {logPosition, timestamp, ...content} = answer ?? {};
      const text = JSON.stringify([asked, content]);
      if (text !== drawn) {
        drawn = text;
        latest = answer;
        fill(root, draw(answer));
      }
    } catch (error) {
      if (!abort.signal.aborted) {
        drawn = '';
        fill(root, h('p', {class: 'problem', role: 'alert'}, error.message));
      }
    } finally {
      isReading = false;
      if (isWanted && !abort.signal.aborted) {
        isWanted = false;
        refresh();
      }
    }
  }
  const end = on('overview', overview => {
    const now = `${overview.logPosition}:${overview.eventSequence}`;
    if (now !== position) {
      position = now;
      refresh();
    }
  });
  fill(root, h('p', {class: 'reading'}, 'Asking the cluster …'));
  refresh();
  return {
    refresh() {
      drawn = '';
      return refresh();
    },
    /** Draws the latest answer once more, for what changes on this page alone. */
    redraw() {
      fill(root, draw(latest));
    },
    close() {
      abort.abort();
      end();
    }
  };
}

/** The instrument in which most is at stake, to begin with: the value of its open interest at mark. */
export function largest(instruments) {
  const value = row => Math.abs(Number(row.mark ?? 0) * Number(row.openInterest ?? 0)) || 0;
  return instruments.reduce((most, row) => most === undefined || value(row) > value(most) ? row : most, undefined);
}

/** A form of filters whose values are the state of the view. Fields: [name, label, kind, choices]. */
export function filters(fields, values, changed) {
  const inputs = fields.map(([name, label, kind, choices]) => {
    const attributes = {name, id: 'filter-' + name};
    let input;
    if (kind === 'select') {
      input = h('select', attributes, choices.map(choice =>
        h('option', {value: choice, selected: choice === values[name]}, choice || 'all')));
    } else if (kind === 'checkbox') {
      input = h('input', {...attributes, type: 'checkbox', checked: values[name] === 'true'});
      return h('label', {class: 'check'}, input, label);
    } else {
      input = h('input', {...attributes, type: 'text', inputmode: kind, value: values[name] ?? '', autocomplete: 'off'});
    }
    return h('label', {}, label, input);
  });
  const form = h('form', {class: 'filters', role: 'search',
    onsubmit: event => { event.preventDefault(); tell(); }, onchange: () => tell()},
    inputs, h('button', {type: 'submit'}, 'Show'));
  function tell() {
    changed(Object.fromEntries(fields.map(([name, , kind]) =>
      [name, kind === 'checkbox' ? (form.elements[name].checked ? 'true' : '') : form.elements[name].value.trim()])));
  }
  return form;
}
