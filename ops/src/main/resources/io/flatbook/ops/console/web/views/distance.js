import {fill, heading} from '../dom.js';

export default function distance(main) {
  fill(main, heading('distance', ''));
  return () => {};
}
