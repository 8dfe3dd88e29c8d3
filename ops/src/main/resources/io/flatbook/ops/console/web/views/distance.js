import {h, fill, heading} from '../dom.js';
import {on} from '../live.js';
import {table} from '../table.js';
import {chart} from '../chart.js';
import {address, read, setState, state} from '../api.js';
import {filters, largest} from '../view.js';

export default function distance(main) {
  const part = h('div', {'aria-live': 'polite'});
  let symbols = [];
  let foremost = '';
  let form = h('div');
  let abort = new AbortController();
  fill(main, heading('Distance', 'What would happen at other marks: a copy of the book is made and its marks are ' +
    'moved, for each point anew. Holds, deadlines and what a window has paid already are not copied.'), form, part);
  const end = on('overview', seen => {
    const now = (seen.instruments?.rows ?? []).map(row => row.instrument);
    if (now.join() !== symbols.join()) {
      symbols = now;
      foremost = largest(seen.instruments.rows)?.instrument ?? '';
      if (!state().instrument && symbols.length > 0) {
        setState({instrument: foremost}, true);
      }
      const next = filters([['instrument', 'Instrument', 'select', symbols],
        ['span', 'Moves up to, per cent', 'numeric'], ['all', 'all other marks move too', 'checkbox']],
        {span: '20', ...state()}, values => {
          setState(values);
          ask();
        });
      form.replaceWith(next);
      form = next;
      ask();
    }
  });
  async function ask() {
    abort.abort();
    abort = new AbortController();
    const signal = abort.signal;
    fill(part, h('p', {class: 'none'}, 'The book is copied and its marks are moved …'));
    try {
      const answer = await read('/api/distance', question(), signal);
      fill(part, draw(answer));
    } catch (error) {
      if (!signal.aborted) {
        fill(part, h('p', {class: 'problem', role: 'alert'}, error.message));
      }
    }
  }
  return () => {
    end();
    abort.abort();
  };
}

function question() {
  const {instrument, span, all} = state();
  return {instrument, span: span || '20', all};
}

function draw(answer) {
  const rows = answer.table.rows;
  const marks = rows.map(row => Number(row.mark));
  const of = name => rows.map(row => Number(row[name]));
  const one = (caption, label, name, color) => chart(marks, {
    caption, xLabel: `mark of ${answer.instrument}`, sync: 'distance', height: 170,
    series: [{label, values: of(name), color, filled: true}]
  });
  return [
    one(`${answer.instrument} offset`, 'offset', 'offset', 'short'),
    one('Accounts hit', 'accounts', 'accountsHit', 'long'),
    one('Insurance fund left', 'fund', 'fundLeft', 'good'),
    table(answer.table, {
      caption: 'The same in figures',
      csv: address('/api/distance', {...question(), format: 'csv'}),
      rowClass: row => Number(row.move) === 0 ? 'selected' : ''
    }),
    h('p', {}, h('button', {type: 'button', onclick: () => dispatchEvent(new PopStateEvent('popstate'))}, 'Again'))
  ];
}
