import {h} from './dom.js';

/**
 * A table as the server sends it: columns with headings, exact rows, and rows as they are shown.
 * Options: caption; csv, an address; cell(name, text, row), which may return an element; rowClass(row, index);
 * after(row, index), a row to put behind; hide, names; lead(row, index), cells to put first with leadHeadings.
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
  const head = h('tr', {}, shownColumns.map(column =>
    h('th', {scope: 'col', class: column.numeric ? 'numeric' : ''}, column.heading)));
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
