/**
 * What {@code scripts/chaos} runs: faults against three node processes under load, and the audits that show that the
 * promises held.
 *
 * <p>A {@code ChaosRun} starts a cluster, lets the {@code Workload} of two gateways run, has one {@code Fault} strike
 * through the {@code ChaosCluster}, waits until the cluster has recovered by itself, and does the {@code Audits}: they
 * compare what the gateways received ({@code CommandBook}) with an offline replay of the leader's log. {@code Faults}
 * lists all faults; the {@code Sandbox} of a run gives nodes links, disks or clocks of their own. Everything random
 * comes from one seed, which is printed, except which datagrams a rule loses, doubles or damages: the kernel's
 * randomness takes no seed.
 */
package io.flatbook.proving.chaos;
