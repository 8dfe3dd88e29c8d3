/**
 * The console: a web server in a process of its own that shows a cluster to a browser. One thread asks the cluster,
 * whatever number of browsers look; it reads only.
 */
package io.flatbook.ops.console;
