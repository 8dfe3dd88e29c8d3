import {fill, heading} from '../dom.js';

export default function fund(main) {
  fill(main, heading('fund', ''));
  return () => {};
}
