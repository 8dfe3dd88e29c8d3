import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {chart} from '../chart.js';
import {livePart} from '../view.js';

export default function fund(main) {
  const part = h('div');
  fill(main, heading('Fund', 'The insurance fund of each asset since the console started, and its waterfall ' +
    'settings.'), part);
  const live = livePart(part, () => ({path: '/api/funds'}), draw);
  return () => live.close();
}

function draw(answer) {
  const assets = answer.table.rows.map(row => row.asset);
  const seconds = answer.history.map(sample => sample.seconds);
  return [
    assets.map(asset => chart(seconds, {
      caption: `Insurance fund, ${asset}`, xLabel: 'time, UTC', isTime: true,
      series: [{label: asset, values: answer.history.map(sample => Number(sample[asset] ?? 0)), color: 'good',
        stepped: true, filled: true}]
    })),
    h('h2', {}, 'Balances and settings'),
    table(answer.table, {caption: 'Funds', csv: '/api/funds?format=csv', upright: 'asset'})
  ];
}
