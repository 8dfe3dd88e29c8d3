import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {chart} from '../chart.js';
import {setState, state} from '../api.js';
import {livePart} from '../view.js';

export default function defaults(main) {
  const list = h('div');
  const detail = h('div');
  fill(main, heading('Defaults', 'Default runs that were seen since the console started: who was in default, who ' +
    'paid, and whose positions were closed.'), list, detail);
  const one = livePart(detail, () => state().run ? {path: `/api/runs/${state().run}`} : null,
    answer => answer ? run(answer) : []);
  const all = livePart(list, () => ({path: '/api/runs'}), answer => table(answer.table, {
    caption: 'Default runs, newest first', csv: '/api/runs?format=csv',
    rowClass: row => String(row.run) === state().run ? 'selected' : '',
    cell: (name, text, row) => name === 'run' ? h('button', {
      type: 'button', class: 'link', 'data-key': 'run:' + text, 'data-run': text, 'aria-label': `Run ${text}`,
      onclick: () => { setState({run: String(row.run)}); all.refresh(); one.refresh(); }
    }, text) : undefined
  }));
  return () => {
    all.close();
    one.close();
  };
}

function run(answer) {
  const path = `/api/runs/${answer.run}`;
  const csv = name => `${path}?table=${name}&format=csv`;
  return [
    h('h2', {}, `Run ${answer.run}`),
    answer.cause ? answer.cause.map(text => h('p', {}, text)) :
      h('p', {class: 'none'}, 'It has not ended yet.'),
    answer.waterfall ? waterfall(answer) : null,
    answer.payers ? answer.payers.map(text => h('p', {class: 'payer'}, text)) : null,
    answer.waterfall ? table(answer.waterfall, {caption: 'Who pays the deficit, in this order', csv: csv('waterfall')}) :
      null,
    answer.told?.length ? [h('h2', {}, 'Who closed what, and why'), h('ol', {class: 'told'},
      answer.told.map(sentences => h('li', {}, sentences.map(text => h('p', {}, text)))))] : null,
    answer.clauses ? h('p', {}, 'Clauses of the contract: ' + answer.clauses.join(', ')) : null,
    h('h2', {}, 'Counterparties'),
    table(answer.offsets, {caption: 'Offsets', csv: csv('offsets'), hide: ['event', 'run', 'defaulter']}),
    answer.collected.rows.length ? table(answer.collected, {caption: 'Collected from own accounts',
      csv: csv('collected'), hide: ['event', 'run']}) : null,
    answer.haircuts.rows.length ? table(answer.haircuts, {caption: 'Haircuts of gains', csv: csv('haircuts'),
      hide: ['event']}) : null
  ];
}

function waterfall(answer) {
  const layers = answer.waterfall.rows;
  const texts = ['deficit', ...layers.map(row => row.layer), ''];
  const left = [Number(answer.completed.deficit), ...layers.map(row => Number(row.left))];
  return chart(texts.map((text, at) => at), {
    caption: 'What is left of the deficit after each layer', xLabel: 'layer', xTexts: texts,
    series: [{label: 'left', values: [...left, left[left.length - 1]], color: 'bad', stepped: true, filled: true}]
  });
}
