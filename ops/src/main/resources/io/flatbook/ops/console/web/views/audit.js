import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {livePart} from '../view.js';

const SHORT = 90;

export default function audit(main) {
  const part = h('div');
  fill(main, heading('Audit', 'Whether all money and quantities are accounted for, and who did what since the ' +
    'console started.'), part);
  const live = livePart(part, () => ({path: '/api/audit'}), answer => [
    table(answer.table, {caption: 'Totals of each asset', csv: '/api/audit?format=csv', upright: 'asset'}),
    h('h2', {}, 'Who did what, when, and where in the log'),
    table(answer.acts, {
      caption: 'Acts, newest first', csv: '/api/audit?table=acts&format=csv',
      cell: (name, text) => name === 'what' ? short(text) : undefined
    })
  ]);
  return () => live.close();
}

/** A long text whose beginning stands for it until it is asked for. */
function short(text) {
  return text.length <= SHORT ? h('code', {}, text) : h('details', {class: 'short'},
    h('summary', {}, h('code', {}, text.slice(0, SHORT) + '…')), h('code', {}, text));
}
