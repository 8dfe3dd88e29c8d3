import {h, fill, heading} from '../dom.js';
import {on} from '../live.js';
import {table} from '../table.js';
import {address} from '../api.js';

export default function overview(main) {
  const part = h('div');
  fill(main, heading('Overview', 'What the cluster holds, how busy it is, and what somebody should look at.'), part);
  return on('overview', seen => fill(part, draw(seen)));
}

function draw(seen) {
  if (!seen.figures) {
    return h('p', {class: 'problem'}, seen.problem ?? 'Nothing was read yet.');
  }
  const alarms = [...(seen.problem ? [seen.problem] : []), ...seen.alarms];
  return [
    alarms.length === 0 ? h('p', {class: 'calm'}, 'No alarm.') :
      h('ul', {class: 'alarms', 'aria-label': 'Alarms'}, alarms.map(alarm => h('li', {}, alarm))),
    h('dl', {class: 'tiles'}, seen.figures.map(figure =>
      h('div', {class: 'tile'}, h('dt', {}, figure.heading), h('dd', {'data-figure': figure.name}, figure.shown)))),
    h('h2', {}, 'Assets'),
    table(seen.assets, {caption: 'Assets', csv: '/api/overview?table=assets&format=csv'}),
    h('h2', {}, 'Instruments'),
    table(seen.instruments, {
      caption: 'Instruments', csv: '/api/overview?table=instruments&format=csv',
      cell: (name, text) => name === 'instrument' ?
        h('a', {href: address('/ladder', {instrument: text}), 'data-key': 'instrument:' + text}, text) : undefined
    }),
    h('h2', {}, 'Latest default runs'),
    table(seen.runs, {
      caption: 'Latest default runs', csv: '/api/overview?table=runs&format=csv',
      cell: (name, text) => name === 'run' ?
        h('a', {href: address('/defaults', {run: text}), 'data-key': 'run:' + text}, text) : undefined
    })
  ];
}
