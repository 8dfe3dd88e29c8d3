import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import {h} from './dom.js';

const HEIGHT = 200;

/**
 * A chart as a figure. Options: caption, said to who cannot see it too; xLabel; isTime; fits, if the axis need not
 * begin at zero; series, a list of {label, values, color, stepped, bars}; sync, a name that charts with a common cursor
 * share.
 */
export function chart(xValues, options) {
  const place = h('div', {role: 'img', 'aria-label': options.caption});
  const figure = h('figure', {class: 'chart'}, h('figcaption', {}, options.caption), place);
  const style = getComputedStyle(document.documentElement);
  const color = name => style.getPropertyValue(`--${name}`).trim();
  const axis = {stroke: color('faint'), grid: {stroke: color('line'), width: 1}, ticks: {stroke: color('line')}};
  const plot = new uPlot({
    width: 600,
    height: options.height ?? HEIGHT,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    cursor: options.sync ? {sync: {key: options.sync}} : {},
    scales: {x: {time: options.isTime === true, ...(options.range ? {range: options.range} : {})},
      y: {range: (plot, low, high) => options.fits ? uPlot.rangeNum(low, high, 0.1, true) :
        [Math.min(0, low), high <= 0 ? 1 : high * 1.08]}},
    axes: [{...axis, label: options.xLabel, labelSize: 20, size: 34, ...(options.xTexts ? {
      values: (plot, splits) => splits.map(split => options.xTexts[split] ?? ''),
      splits: () => options.xTexts.map((text, at) => at)
    } : {values: (plot, splits) => splits.map(split =>
      options.isTime ? timeOf(split, splits) : split.toLocaleString('en'))})},
    {...axis, size: 90, values: (plot, splits) => splits.map(split => split.toLocaleString('en'))}],
    series: [{label: options.xLabel, value: (plot, value) => value === null || value === undefined ? '–' :
      options.isTime ? iso(value) : options.xTexts?.[value] ?? value.toLocaleString('en')},
    ...options.series.map(series => ({
      label: series.label,
      stroke: color(series.color),
      fill: series.filled ? color(series.color) + '33' : undefined,
      width: 2,
      paths: series.stepped ? uPlot.paths.stepped({align: 1}) : series.bars ? uPlot.paths.bars({size: [0.6, 90]}) :
        undefined,
      points: {show: !series.bars && !series.stepped && xValues.length < 60},
      value: (plot, value) => value === null || value === undefined ? '–' : value.toLocaleString('en', {maximumFractionDigits: 12})
    }))]
  }, [xValues, ...options.series.map(series => series.values)], place);
  new ResizeObserver(() => {
    if (place.clientWidth > 0 && place.clientWidth !== plot.width) {
      plot.setSize({width: place.clientWidth, height: options.height ?? HEIGHT});
    }
  }).observe(place);
  return figure;
}

function iso(seconds) {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** A time as short as it can be beside its neighbors: of a day, or a date and hour, or a date. */
function timeOf(seconds, all) {
  const spanDays = (all[all.length - 1] - all[0]) / 86_400;
  const text = iso(seconds);
  return spanDays > 5 ? text.slice(0, 10) : spanDays > 1 ? text.slice(5, 16) : text.slice(11);
}
