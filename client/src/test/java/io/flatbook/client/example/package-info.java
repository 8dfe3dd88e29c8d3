/** Code that the documentation shows, compiled. */
package io.flatbook.client.example;
