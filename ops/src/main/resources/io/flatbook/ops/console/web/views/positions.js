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
  fill(main, heading('Positions', 'By account and instrument, a page at a time. A heading with arrows ' +
    'sorts them; a value counts by how large it is, long or short. At risk are accounts below their initial margin.'), form, part);
  const end = on('overview', seen => {
    const now = (seen.instruments?.rows ?? []).map(row => row.instrument);
    if (form.tagName !== 'FORM' || now.join() !== symbols.join()) {
      symbols = now;
      const next = filters([['account', 'Account', 'numeric'], ['instrument', 'Instrument', 'select', ['', ...symbols]],
        ['atRisk', 'at risk only', 'checkbox']], state(), values => {
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
  const {account, instrument, atRisk, sort, after} = state();
  return {account, instrument, atRisk, sort, after};
}

function draw(answer, redraw) {
  const show = changes => {
    setState(changes);
    redraw();
  };
  return [
    answer.matches ? h('p', {}, `The first ${answer.table.rows.length} of ${answer.matches.toLocaleString('en')}.`) :
      null,
    table(answer.table, {
      caption: 'Positions', csv: address('/api/positions', {...question(), format: 'csv'}),
      sort: {names: ['value', 'unrealizedPnl', 'maintenanceMargin', 'leverage'], now: state().sort,
        change: sort => show({sort, after: ''})},
      cell: (name, text, row) =>
        name === 'instrument' ? h('a', {href: address('/ladder', {instrument: text}),
          'data-key': `ladder:${row.account}:${text}`}, text) :
          name === 'account' ? h('a', {href: address('/positions', {account: row.account}),
            'data-key': `account:${row.account}:${row.instrument}`}, text) : undefined
    }),
    h('p', {},
      state().after ? h('button', {type: 'button', 'data-key': 'first', onclick: () => show({after: ''})},
        'First page') : null, ' ',
      answer.next ? h('button', {type: 'button', 'data-key': 'next', onclick: () => show({after: answer.next})},
        'Next page') : null)
  ];
}
