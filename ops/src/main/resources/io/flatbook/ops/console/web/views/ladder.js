import {h, fill, heading} from '../dom.js';
import {on} from '../live.js';
import {table} from '../table.js';
import {address, setState, state} from '../api.js';
import {filters, livePart} from '../view.js';

export default function ladder(main) {
  const part = h('div');
  let symbols = [];
  let live = null;
  let form = h('div');
  fill(main, heading('Offset ladder', 'Who closes next if somebody on the other side is in default, and why. ' +
    'An owner\'s own hedge and other defaulters close before (RUN-4).'), form, part);
  const endOverview = on('overview', seen => {
    const now = (seen.instruments?.rows ?? []).map(row => row.instrument);
    if (now.join() !== symbols.join()) {
      symbols = now;
      draw();
    }
  });
  function draw() {
    if (!state().instrument && symbols.length > 0) {
      setState({instrument: symbols[0]}, true);
    }
    const next = filters([['instrument', 'Instrument', 'select', symbols],
      ['next', 'Next default closes', 'decimal'], ['top', 'Rows of a side', 'numeric']],
      {top: '20', ...state()}, values => {
        setState({...values, why: ''});
        live?.refresh();
      });
    form.replaceWith(next);
    form = next;
    live?.refresh();
  }
  live = livePart(part, () => state().instrument ? {path: '/api/ladder', parameters: question()} : null,
    answer => answer ? sides(answer, () => live.refresh()) : h('p', {class: 'none'}, 'There is no instrument yet.'));
  return () => {
    endOverview();
    live.close();
  };
}

function question() {
  const {instrument, next, top} = state();
  return {instrument, next, top: top || '20'};
}

function sides(answer, redraw) {
  const [wantedSide, wantedAccount] = (state().why ?? ':').split(':');
  const chosen = answer.sides.find(side => side.side === wantedSide);
  const at = chosen ? chosen.table.rows.findIndex(row => String(row.account) === wantedAccount) : -1;
  return [
    h('p', {}, `${answer.instrument}, mark ${answer.mark ?? 'none'}, policy ${answer.policy.toLowerCase()}`),
    at < 0 ? null : h('section', {class: 'why', 'aria-label': 'Why', 'aria-live': 'polite'},
      h('h3', {}, `Why account ${wantedAccount} stands here`), chosen.why[at].map(text => h('p', {}, text)),
      h('button', {type: 'button', 'data-key': 'close', onclick: () => { setState({why: ''}); redraw(); }}, 'Close')),
    h('div', {class: 'ladder'}, answer.sides.map((side, index) => oneSide(side, index, redraw)))
  ];
}

function oneSide(side, index, redraw) {
  const wanted = state().why;
  const name = side.side === 'LONG' ? 'Longs' : 'Shorts';
  const withBars = {
    ...side.table,
    columns: [...side.table.columns, {name: 'bar', heading: 'score', numeric: false}],
    shown: side.table.shown.map((row, at) => [...row, String(side.bars[at])])
  };
  return h('section', {class: side.side, 'aria-label': name},
    h('h2', {}, name), h('p', {}, side.sentence),
    table(withBars, {
      caption: name + ', first to be offset first',
      csv: address('/api/ladder', {...question(), table: `sides.${index}.table`, format: 'csv'}),
      hide: ['side', 'score', 'cost', 'offsetQuintile'],
      order: ['offsetRank', 'account', 'bar', 'quantity', 'gives', 'lotsAhead', 'roe', 'leverage'],
      rowClass: row => (row.gives === undefined ? '' : 'gives ') + (wanted === `${side.side}:${row.account}` ?
        'selected' : ''),
      cell: (column, text, row) => column === 'account' ? whyButton(side.side, row.account, redraw) :
        column === 'bar' ? bar(text, row.score) : undefined,
      after: (row, at, width) => at === side.stop ?
        [h('tr', {class: 'stop'}, h('td', {colspan: width}, side.stopSentence))] : []
    }),
    side.stop !== undefined && side.stop < 0 ? h('p', {class: 'stop'}, side.stopSentence) : null);
}

function whyButton(side, account, redraw) {
  return h('button', {
    type: 'button', class: 'link', 'data-key': `why:${side}:${account}`, 'data-account': account,
    'aria-label': `Account ${account}: why here?`,
    onclick: () => { setState({why: `${side}:${account}`}); redraw(); }
  }, String(account));
}

function bar(thousandths, score) {
  const part = document.createElement('i');
  part.style.width = `${Number(thousandths) / 10}%`;
  return h('span', {class: 'bar', role: 'img', 'aria-label': `score ${score}`, title: `score ${score}`}, part);
}
