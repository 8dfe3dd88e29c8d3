import {h} from './dom.js';

/**
 * A table as the server sends it: columns with headings, exact rows, and rows as they are shown.
 * Options: caption; csv, an address; cell(name, text, row), which may return an element; rowClass(row, index);
 * after(row, index, width), rows to put behind; hide, names; order, names to put first; sort: names of the columns that
 * can be sorted, now, such as 'value:desc', and change(next), which may be empty; upright, the column whose values head
 * the others: for few rows of many columns.
 */
export function table(data, options = {}) {
  const caption = h('caption', {}, options.caption ?? '',
    options.csv ? h('a', {href: options.csv, download: true, 'data-key': 'csv:' + options.caption}, 'CSV') : null);
  if (data.rows.length === 0) {
    return h('p', {class: 'none'}, `${options.caption ?? 'Rows'}: none.`);
  }
  const shownColumns = data.columns.map((column, at) => ({...column, at}))
    .filter(column => !(options.hide ?? []).includes(column.name))
    .filter(column => data.shown.some(row => row[column.at] !== ''));
  if (options.order) {
    const place = column => (options.order.indexOf(column.name) + 1) || 1000 + column.at;
    shownColumns.sort((left, right) => place(left) - place(right));
  }
  if (options.upright) {
    return upright(data, shownColumns, caption, options);
  }
  const head = h('tr', {}, shownColumns.map(column =>
    h('th', {scope: 'col', class: column.numeric ? 'numeric' : '', 'aria-sort': sorted(column.name, options.sort)},
      options.sort?.names.includes(column.name) ? sortButton(column, options.sort) : column.heading)));
  const body = data.rows.flatMap((row, index) => [
    h('tr', {class: options.rowClass?.(row, index) ?? ''}, shownColumns.map(column => {
      const text = data.shown[index][column.at];
      const kind = column.numeric ? 'numeric' : text.length > 60 ? 'long-text' : '';
      return h('td', {class: kind}, options.cell?.(column.name, text, row, index) ?? text);
    })),
    options.after?.(row, index, shownColumns.length) ?? []
  ].flat());
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': options.caption ?? 'table',
    'data-key': 'table:' + options.caption},
    h('table', {}, caption, h('thead', {}, head), h('tbody', {}, body)));
}

/** The columns as rows, since a few rows of many columns are easier to read that way. */
function upright(data, columns, caption, options) {
  const key = columns.find(column => column.name === options.upright);
  const cells = column => data.shown.map(row => row[column.at]);
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': options.caption ?? 'table',
    'data-key': 'table:' + options.caption},
    h('table', {class: 'upright'}, caption,
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, key.heading),
        cells(key).map(text => h('th', {scope: 'col', class: 'numeric'}, text)))),
      h('tbody', {}, columns.filter(column => column !== key).map(column => h('tr', {},
        h('th', {scope: 'row'}, column.heading), cells(column).map(text => h('td', {class: 'numeric'}, text)))))));
}

function sorted(name, sort) {
  return sort?.now === name ? 'ascending' : sort?.now === name + ':desc' ? 'descending' : null;
}

/** Sorts by a column: the largest first, then the smallest first, then as the rows come. */
function sortButton(column, sort) {
  const {name, heading} = column;
  const now = sorted(name, sort);
  return h('button', {
    type: 'button', class: 'link', 'data-key': 'sort:' + name, 'data-sort': name,
    onclick: () => sort.change(now === null ? name + ':desc' : now === 'descending' ? name : '')
  }, heading, now === null ? ' ↕' : now === 'descending' ? ' ↓' : ' ↑');
}
