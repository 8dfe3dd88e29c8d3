/**
 * What other rules would have done: each default run of a log or a scenario is made again on copies of the book right
 * before its entry, under other offset policies or waterfalls, and measured. {@link io.flatbook.ops.whatif.WhatIf} is
 * where to begin. Every entry starts from what really was, so one run does not blur the next.
 */
package io.flatbook.ops.whatif;
