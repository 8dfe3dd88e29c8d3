import {h, fill, heading} from '../dom.js';
import {table} from '../table.js';
import {chart} from '../chart.js';
import {read, setState, state} from '../api.js';
import {filters} from '../view.js';

const AGAIN_MS = 15_000;

export default function history(main) {
  const form = h('div');
  const marks = h('div');
  const past = h('div');
  const detail = h('div');
  const abort = new AbortController();
  let drawn = '';
  fill(main, heading('History', 'What is past, out of a file that follows the cluster: the fund by day and by change, ' +
    'marks, and default runs with the positions before and after.'), past, form, marks, detail);
  async function part(root, path, parameters, draw) {
    try {
      fill(root, draw(await read(path, parameters, abort.signal)));
    } catch (error) {
      if (!abort.signal.aborted) {
        fill(root, h('p', {class: 'problem', role: 'alert'}, error.message));
      }
    }
  }
  function drawMarks() {
    return state().instrument ? part(marks, '/api/history/marks', {instrument: state().instrument}, ofMarks) : null;
  }
  function drawRun() {
    return state().run ? part(detail, `/api/history/runs/${state().run}`, {}, ofRun) : fill(detail);
  }
  function drawPast() {
    return part(past, '/api/history', {}, answer => {
      const symbols = answer.instruments.map(row => row.instrument);
      if (symbols.join() !== drawn) {
        drawn = symbols.join();
        if (!symbols.includes(state().instrument) && symbols.length > 0) {
          setState({instrument: symbols[0]}, true);
        }
        fill(form, h('h2', {}, 'Marks'), filters([['instrument', 'Instrument', 'select', symbols]], state(), values => {
          setState(values);
          drawMarks();
        }));
        drawMarks();
      }
      return ofPast(answer, run => {
        setState({run: String(run)});
        drawRun();
        drawPast();
      });
    });
  }
  drawPast();
  drawRun();
  const again = setInterval(() => { drawPast(); drawMarks(); }, AGAIN_MS);
  return () => {
    clearInterval(again);
    abort.abort();
  };
}

function seconds(rows) {
  return rows.map(row => Date.parse(row.time) / 1000);
}

function ofPast(answer, choose) {
  if (!answer.end) {
    return h('p', {class: 'none'}, 'The history is empty yet: flatbook history follow fills it.');
  }
  const assets = [...new Set(answer.funds.map(row => row.asset))];
  return [
    h('p', {class: 'none', 'data-end': answer.end.eventSequence},
      `Up to event ${Number(answer.end.eventSequence).toLocaleString('en')}, log position ` +
      `${Number(answer.end.logPosition).toLocaleString('en')}, ${answer.end.time.replace('T', ' ').replace('Z', ' UTC')}.`),
    assets.map(asset => {
      const rows = answer.funds.filter(row => row.asset === asset);
      return chart(seconds(rows), {
        caption: `Insurance fund, ${asset}`, xLabel: 'time, UTC', isTime: true,
        series: [{label: asset, values: rows.map(row => Number(row.insuranceFund)), color: 'good', stepped: true,
          filled: true}]
      });
    }),
    answer.days.rows.length === 0 ? h('p', {class: 'none'}, 'No day has ended yet.') :
      table(answer.days, {caption: 'End of each day', csv: '/api/history?table=days&format=csv'}),
    h('h2', {}, 'Default runs'),
    table(answer.runs, {
      caption: 'Default runs of the past, newest first', csv: '/api/history?table=runs&format=csv',
      rowClass: row => String(row.run) === state().run ? 'selected' : '',
      cell: (name, text, row) => name === 'run' ? h('button', {type: 'button', class: 'link', 'data-key': 'run:' + text,
        'data-run': row.run, 'aria-label': `Run ${text}`, onclick: () => choose(row.run)}, text) : undefined
    })
  ];
}

function ofMarks(answer) {
  const rows = answer.table.rows;
  if (rows.length === 0) {
    return h('p', {class: 'none'}, 'It had no mark yet.');
  }
  const series = (name, color) => ({label: name, values: rows.map(row => Number(row[name])), color});
  return [
    chart(seconds(rows), {
      caption: `Marks of ${answer.instrument}`, xLabel: 'time, UTC', isTime: true, fits: true,
      series: [series('mark', 'accent'), series('low', 'short'), series('high', 'long')]
    }),
    h('p', {}, h('a', {href: `/api/history/marks?instrument=${encodeURIComponent(answer.instrument)}&table=table&format=csv`,
      download: true}, `Marks of ${answer.instrument} as CSV`))
  ];
}

function ofRun(answer) {
  const path = `/api/history/runs/${answer.run.rows[0].run}`;
  const csv = name => `${path}?table=${name}&format=csv`;
  const layers = answer.waterfall.rows;
  const left = [Number(answer.run.rows[0].deficit), ...layers.map(row => Number(row.left))];
  const texts = ['deficit', ...layers.map(row => row.step), ''];
  return [
    h('h2', {}, `Run ${answer.run.rows[0].run}`),
    table(answer.run, {caption: 'The run', csv: csv('run')}),
    chart(texts.map((text, at) => at), {
      caption: 'What was left of the deficit after each layer', xLabel: 'layer', xTexts: texts,
      series: [{label: 'left', values: [...left, left[left.length - 1]], color: 'bad', stepped: true, filled: true}]
    }),
    table(answer.waterfall, {caption: 'Who paid the deficit, in this order', csv: csv('waterfall')}),
    beforeAndAfter(answer, csv('positions')),
    table(answer.counterparties, {caption: 'Counterparties, as they were closed', csv: csv('counterparties')})
  ];
}

/** Positions before and after with a bar each, the longest of an instrument the whole width. */
function beforeAndAfter(answer, csv) {
  const longest = {};
  answer.positions.rows.forEach(row => {
    longest[row.instrument] = Math.max(longest[row.instrument] ?? 0, Math.abs(Number(row.before)));
  });
  return table(answer.positions, {
    caption: 'Positions of the counterparties before and after', csv,
    cell: (name, text, row) => name === 'before' || name === 'after' ?
      [text, bar(Math.abs(Number(row[name])) / longest[row.instrument], Number(row.before) > 0)] : undefined
  });
}

function bar(share, isLong) {
  const part = document.createElement('i');
  part.style.width = `${100 * share}%`;
  return h('span', {class: isLong ? 'LONG' : 'SHORT'}, h('span', {class: 'bar', 'aria-hidden': 'true'}, part));
}
