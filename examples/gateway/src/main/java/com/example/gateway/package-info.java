/**
 * A gateway in three classes. {@link com.example.gateway.Venue} is what risk defines once. {@link
 * com.example.gateway.Gateway} trades: what it does when a command is accepted, refused or unknown, and what it does
 * about lost connections, which is nothing. {@link com.example.gateway.GatewayMain} runs both against a cluster;
 * {@code GatewayTest} against one inside a JUnit test.
 */
package com.example.gateway;
