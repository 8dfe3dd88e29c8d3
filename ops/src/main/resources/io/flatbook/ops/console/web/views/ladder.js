import {h, fill, heading} from '../dom.js';
import {on} from '../live.js';
import {table} from '../table.js';
import {address, setState, state} from '../api.js';
import {filters, largest, livePart} from '../view.js';

const HEADINGS = {offsetRank: 'rank', lotsAhead: 'ahead', roe: 'return %', unrealizedPnl: 'profit',
  leverage: 'lev. ×'};

export default function ladder(main) {
  const part = h('div');
  let symbols = [];
  let foremost = '';
  let live = null;
  let form = h('div');
  fill(main, heading('Offset ladder', 'Who closes next if somebody on the other side is in default, and why. ' +
    'An owner\'s own hedge and other defaulters close before (RUN-4).'), form, part);
  const endOverview = on('overview', seen => {
    const now = (seen.instruments?.rows ?? []).map(row => row.instrument);
    if (now.join() !== symbols.join()) {
      symbols = now;
      foremost = largest(seen.instruments.rows)?.instrument ?? '';
      draw();
    }
  });
  function draw() {
    if (!state().instrument && symbols.length > 0) {
      setState({instrument: foremost}, true);
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
    answer => answer ? sides(answer, () => live.redraw()) : h('p', {class: 'none'}, 'There is no instrument yet.'));
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
  return [
    h('p', {}, `${answer.instrument}, mark ${answer.markShown ?? 'none'}, policy ${answer.policy.toLowerCase()}. ` +
      'Choose an account to see why it has its rank.'),
    h('div', {class: 'ladder'}, answer.sides.map((side, index) => oneSide(side, index, redraw)))
  ];
}

function oneSide(side, index, redraw) {
  const isWanted = row => state().why === `${side.side}:${row.account}`;
  const name = side.side === 'LONG' ? 'Longs' : 'Shorts';
  const withBars = {
    ...side.table,
    columns: [...side.table.columns.map(column => ({...column, heading: HEADINGS[column.name] ?? column.heading})),
      {name: 'bar', heading: 'score', numeric: false}],
    shown: side.table.shown.map((row, at) => [...row, String(side.bars[at])])
  };
  return h('section', {class: side.side, 'aria-label': name},
    h('h2', {}, name), h('p', {}, side.sentence, side.next ? ' ' + side.next : ''),
    table(withBars, {
      caption: name + ', first to be offset first',
      csv: address('/api/ladder', {...question(), table: `sides.${index}.table`, format: 'csv'}),
      hide: ['side', 'score', 'cost', 'offsetQuintile', 'unrealizedPnl', 'equity'],
      order: ['offsetRank', 'account', 'bar', 'quantity', 'gives', 'lotsAhead', 'roe', 'leverage'],
      rowClass: row => (row.gives === undefined ? '' : 'gives ') + (isWanted(row) ? 'selected' : ''),
      cell: (column, text, row) => column === 'account' ? whyButton(side.side, row.account, isWanted(row), redraw) :
        column === 'bar' ? bar(text, row.score) :
          column === 'leverage' && text ? Number(row.leverage).toFixed(2) : undefined,
      after: (row, at, width) => [
        isWanted(row) ? h('tr', {class: 'why'}, h('td', {colspan: width}, h('div', {role: 'status'},
          h('strong', {}, `Why account ${row.account} has this rank`), side.why[at].map(text => h('p', {}, text))))) : [],
        at === side.stop ? h('tr', {class: 'stop'}, h('td', {colspan: width}, side.stopSentence)) : []
      ].flat()
    }),
    side.stop !== undefined && side.stop < 0 ? h('p', {class: 'stop'}, side.stopSentence) : null);
}

function whyButton(side, account, isWanted, redraw) {
  return h('button', {
    type: 'button', class: 'link', 'data-key': `why:${side}:${account}`, 'data-account': account,
    'aria-label': `Account ${account}: why here?`, 'aria-expanded': String(isWanted),
    onclick: () => { setState({why: isWanted ? '' : `${side}:${account}`}); redraw(); }
  }, String(account));
}

function bar(thousandths, score) {
  const part = document.createElement('i');
  part.style.width = `${Number(thousandths) / 10}%`;
  return h('span', {class: 'bar', role: 'img', 'aria-label': `score ${score}`, title: `score ${score}`}, part);
}
