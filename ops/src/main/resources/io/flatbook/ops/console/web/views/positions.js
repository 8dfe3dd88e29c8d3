import {h, fill, heading} from '../dom.js';
import {on} from '../live.js';
import {table} from '../table.js';
import {address, setState, state} from '../api.js';
import {filters, livePart} from '../view.js';

export default function positions(main) {
  const part = h('div');
  let symbols = [];
  let form = h('div');
  let live = null;
  fill(main, heading('Positions', 'By account and instrument, a page at a time; narrow them by either.'), form, part);
  const end = on('overview', seen => {
    const now = (seen.instruments?.rows ?? []).map(row => row.instrument);
    if (form.tagName !== 'FORM' || now.join() !== symbols.join()) {
      symbols = now;
      const next = filters([['account', 'Account', 'numeric'], ['instrument', 'Instrument', 'select', ['', ...symbols]]],
        state(), values => {
          setState({...values, after: ''});
          live.refresh();
        });
      form.replaceWith(next);
      form = next;
    }
  });
  live = livePart(part, () => ({path: '/api/positions', parameters: question()}), answer => draw(answer, () =>
    live.refresh()));
  return () => {
    end();
    live.close();
  };
}

function question() {
  const {account, instrument, after} = state();
  return {account, instrument, after};
}

function draw(answer, redraw) {
  const go = after => () => {
    setState({after});
    redraw();
  };
  return [
    table(answer.table, {
      caption: 'Positions', csv: address('/api/positions', {...question(), format: 'csv'}),
      cell: (name, text, row) =>
        name === 'instrument' ? h('a', {href: address('/ladder', {instrument: text}),
          'data-key': `ladder:${row.account}:${text}`}, text) :
          name === 'account' ? h('a', {href: address('/positions', {account: row.account}),
            'data-key': `account:${row.account}:${row.instrument}`}, text) : undefined
    }),
    h('p', {},
      state().after ? h('button', {type: 'button', 'data-key': 'first', onclick: go('')}, 'First page') : null, ' ',
      answer.next ? h('button', {type: 'button', 'data-key': 'next', onclick: go(answer.next)}, 'Next page') : null)
  ];
}
