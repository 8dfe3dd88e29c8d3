package io.flatbook.proving.feed;

import io.flatbook.ops.link.NotAsPromisedException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A broker of Kafka that is its own controller, in this process and on loopback.
 */
public final class KafkaBroker implements AutoCloseable
{
    private final KafkaRaftServer server;
    private final Path directory;
    private final Properties client = new Properties();

    private KafkaBroker(final KafkaRaftServer server, final Path directory, final int port) throws IOException
    {
        this.server = server;
        this.directory = directory;
        client.setProperty("bootstrap.servers", "localhost:" + port);
        store(client, clientFile());
    }

    /**
     * Formats a directory and starts a broker on it.
     *
     * @param directory of its own, made if it is missing.
     * @return the broker, to be closed.
     * @throws IOException if the directory cannot be used.
     */
    public static KafkaBroker start(final Path directory) throws IOException
    {
        final int port = freePort();
        final int controllerPort = freePort();
        final Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("listeners",
            "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("controller.quorum.voters", "1@localhost:" + controllerPort);
        settings.setProperty("log.dirs", directory.resolve("data").toString());
        settings.setProperty("auto.create.topics.enable", "false");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "1");
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024));
        final Path file = Files.createDirectories(directory).resolve("broker.properties");
        store(settings, file);
        final ByteArrayOutputStream said = new ByteArrayOutputStream();
        if (0 != StorageTool.execute(
            new String[]{"format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()},
            new PrintStream(said, true, StandardCharsets.UTF_8)))
        {
            throw new NotAsPromisedException("a broker's directory: " + said.toString(StandardCharsets.UTF_8));
        }
        final KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        server.startup();
        return new KafkaBroker(server, directory, port);
    }

    /**
     * What a client needs to know.
     *
     * @return a copy.
     */
    public Properties client()
    {
        return (Properties)client.clone();
    }

    /**
     * The same as a file.
     *
     * @return a file of properties.
     */
    public Path clientFile()
    {
        return directory.resolve("client.properties");
    }

    /**
     * What grows when somebody writes to a topic.
     *
     * @param topic of one partition.
     * @return bytes of its log.
     * @throws IOException if they cannot be counted.
     */
    public long logLength(final String topic) throws IOException
    {
        return FeedKills.length(directory.resolve("data").resolve(topic + "-0"), ".log");
    }

    @Override
    public void close()
    {
        server.shutdown();
        server.awaitShutdown();
    }

    private static void store(final Properties settings, final Path file) throws IOException
    {
        try (OutputStream out = Files.newOutputStream(file))
        {
            settings.store(out, null);
        }
    }

    private static int freePort() throws IOException
    {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            return socket.getLocalPort();
        }
    }
}
