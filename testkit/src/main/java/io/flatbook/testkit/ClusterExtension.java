package io.flatbook.testkit;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.flatbook.node.HostedService;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running cluster for tests: in a static field one for the class, in an instance field a fresh one for each test. A
 * node that fails, and whose failure no test asks for, fails the test or the class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ClusterExtension CLUSTER = ClusterExtension.threeNodes();
 * }</pre>
 */
public final class ClusterExtension
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback
{
    private final int members;
    private final Map<String, String> settings = new TreeMap<>();
    private Supplier<HostedService> hosted = HostedService::clearing;
    private ClusterHarness cluster;
    private SecretFiles secrets;
    private boolean forAllTests;

    private ClusterExtension(final int members)
    {
        this.members = members;
    }

    /**
     * @return a cluster of one node.
     */
    public static ClusterExtension oneNode()
    {
        return new ClusterExtension(1);
    }

    /**
     * @return a cluster of three nodes.
     */
    public static ClusterExtension threeNodes()
    {
        return new ClusterExtension(3);
    }

    /**
     * Sets a setting of all nodes.
     *
     * @param key  of the setting, as in a configuration file.
     * @param text of its value.
     * @return this.
     */
    public ClusterExtension with(final String key, final String text)
    {
        settings.put(key, text);
        return this;
    }

    /**
     * Replicate something else than the clearing service.
     *
     * @param service makes a new one for each start of a node.
     * @return this.
     */
    public ClusterExtension hosting(final Supplier<HostedService> service)
    {
        hosted = service;
        return this;
    }

    /**
     * Let nobody in who does not prove a secret.
     *
     * @param files of the nodes and of clients; closed with the cluster.
     * @return this.
     */
    public ClusterExtension withSecrets(final SecretFiles files)
    {
        secrets = files;
        return with("secretsFile", files.nodeFile().toString());
    }

    /**
     * @return the nodes.
     */
    public ClusterHarness cluster()
    {
        return cluster;
    }

    /**
     * @return what clients connect to.
     */
    public String ingressEndpoints()
    {
        return cluster.ingressEndpoints();
    }

    @Override
    public void beforeAll(final ExtensionContext context)
    {
        forAllTests = true;
        start();
    }

    @Override
    public void beforeEach(final ExtensionContext context)
    {
        if (!forAllTests)
        {
            start();
        }
    }

    @Override
    public void afterEach(final ExtensionContext context)
    {
        if (!forAllTests)
        {
            end();
        }
    }

    @Override
    public void afterAll(final ExtensionContext context)
    {
        end();
    }

    private void end()
    {
        try
        {
            if (null != cluster)
            {
                cluster.checkNothingFailedUnnoticed();
            }
        }
        finally
        {
            stop();
        }
    }

    private void start()
    {
        cluster = new ClusterHarness(members, hosted, settings);
        try
        {
            cluster.start();
        }
        catch (final Throwable throwable)
        {
            stop();
            throw throwable;
        }
    }

    private void stop()
    {
        if (null != cluster)
        {
            cluster.close();
            cluster = null;
        }
        if (null != secrets)
        {
            secrets.close();
        }
    }
}
