/**
 * What throw-away clusters on one machine share, whoever starts them: {@link io.flatbook.local.FreePorts}.
 */
package io.flatbook.local;
