import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {livePart} from '../view.js';

export default function audit(main) {
  const part = h('div');
  fill(main, heading('Audit', 'Whether all money and quantities are accounted for, and who did what since the ' +
    'console started.'), part);
  const live = livePart(part, () => ({path: '/api/audit'}), answer => [
    table(answer.table, {caption: 'Totals of each asset', csv: '/api/audit?format=csv'}),
    h('h2', {}, 'Who did what, when, and where in the log'),
    table(answer.acts, {
      caption: 'Acts, newest first', csv: '/api/audit?table=acts&format=csv',
      cell: (name, text) => name === 'what' ? h('code', {}, text) : undefined
    })
  ]);
  return () => live.close();
}
