/**
 * The console: a web server in a process of its own that shows a cluster to browsers. One thread asks the cluster,
 * however many browsers look, over a session that only reads. {@code Desk} alone sends: what a risk principal who has
 * signed in decided, over a session of that person's own.
 */
package io.flatbook.ops.console;
