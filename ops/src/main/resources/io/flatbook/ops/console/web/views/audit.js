import {fill, heading} from '../dom.js';

export default function audit(main) {
  fill(main, heading('audit', ''));
  return () => {};
}
