package io.flatbook.ops.link;

import io.flatbook.backup.PropertyFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a cluster is and who asks: a small properties file.
 *
 * @param name             of the profile.
 * @param clusterName      of the cluster.
 * @param ingressEndpoints of its nodes, {@code 0=host:port,1=host:port,...}.
 * @param egressChannel    on which answers come back; null for the client's default.
 * @param aeronDirectory   of a media driver that runs already; null for one of its own.
 * @param statusUrls       status pages of the nodes.
 * @param principal        who asks and sends, {@code role/name}.
 * @param secretFile       that proves it; null for none.
 * @param transportKeyFile keys of the wire between clients and nodes; null if it is not sealed.
 * @param replica          directory of a backup that runs, whose log is followed to answer what only reads; null if the
 *                         nodes are asked.
 */
public record Profile(String name, String clusterName, String ingressEndpoints, String egressChannel,
    String aeronDirectory, List<String> statusUrls, String principal, Path secretFile,
    Path transportKeyFile, Path replica)
{
    /**
     * Profile that is meant if none is named: a cluster on this machine at the default ports.
     */
    public static final String LOCAL = "local";

    private static final Set<String> KEYS = new TreeSet<>(Set.of("clusterName", "ingressEndpoints", "egressChannel",
        "aeronDirectory", "statusUrls", "principal", "secretFile", "transportKeyFile", "replica"));
    private static final String DEFAULT_INGRESS = "0=localhost:20001,1=localhost:20101,2=localhost:20201";
    private static final Pattern ENDPOINT = Pattern.compile("\\s*[0-9]+=(.+):([0-9]{1,5})\\s*");
    private static final int STATUS_ABOVE_INGRESS = 5;

    /**
     * A profile with the settings that every profile needs, and defaults for the rest.
     *
     * @param name             of the profile.
     * @param clusterName      of the cluster.
     * @param ingressEndpoints of its nodes.
     * @param statusUrls       status pages of the nodes.
     * @param principal        who asks and sends.
     * @return the profile.
     */
    public static Profile of(final String name, final String clusterName, final String ingressEndpoints,
        final List<String> statusUrls, final String principal)
    {
        return new Profile(
            name, clusterName, ingressEndpoints, null, null, statusUrls, principal, null, null, null);
    }

    /**
     * Reads a profile.
     *
     * @param name      of the profile, or path of its file.
     * @param directory that holds the files of profiles, {@code NAME.properties}.
     * @return the profile.
     * @throws IOException              when the file cannot be read.
     * @throws IllegalArgumentException when it has a key that is not known, or one without a value.
     */
    public static Profile load(final String name, final Path directory) throws IOException
    {
        final boolean isPath = name.contains("/") || name.endsWith(".properties");
        final Path file = isPath ? Path.of(name) : directory.resolve(name + ".properties");
        final Properties properties = new Properties();
        if (Files.exists(file))
        {
            try
            {
                PropertyFile.read(file).forEach((key, text) -> properties.put(key, text.toString().strip()));
            }
            catch (final IOException ex)
            {
                throw new IOException(FileProblem.unreadable(file, ex), ex);
            }
        }
        else if (!LOCAL.equals(name))
        {
            throw new IOException("there is no profile " + name + ": " + file + " does not exist");
        }
        for (final String key : properties.stringPropertyNames())
        {
            if (!KEYS.contains(key))
            {
                throw new IllegalArgumentException(file + ": there is no setting " + key + ", only " + KEYS);
            }
            if (properties.getProperty(key).isEmpty())
            {
                throw new IllegalArgumentException(
                    file + ": " + key + " is empty: without its line it has its default");
            }
        }
        return new Profile(
            name,
            properties.getProperty("clusterName", "flatbook"),
            properties.getProperty("ingressEndpoints", DEFAULT_INGRESS),
            properties.getProperty("egressChannel"),
            properties.getProperty("aeronDirectory"),
            statusUrls(properties.getProperty("statusUrls"), properties.getProperty(
                "ingressEndpoints", DEFAULT_INGRESS)),
            properties.getProperty("principal", "risk/" + localName()),
            path(properties, "secretFile"),
            path(properties, "transportKeyFile"),
            path(properties, "replica"));
    }

    /**
     * The same cluster, which answers on another channel.
     *
     * @param channel on which answers come back; null for the client's default.
     * @return the profile.
     */
    public Profile answeredOn(final String channel)
    {
        return new Profile(name, clusterName, ingressEndpoints, channel, aeronDirectory, statusUrls, principal,
            secretFile, transportKeyFile, replica);
    }

    /**
     * The same cluster, asked by somebody else.
     *
     * @param newPrincipal  who asks and sends.
     * @param newSecretFile that proves it; null for none.
     * @return the profile.
     */
    public Profile askedBy(final String newPrincipal, final Path newSecretFile)
    {
        return new Profile(name, clusterName, ingressEndpoints, egressChannel, aeronDirectory, statusUrls,
            newPrincipal, newSecretFile, transportKeyFile, replica);
    }

    /**
     * The same cluster over a sealed wire.
     *
     * @param keyFile keys of the wire between clients and nodes; null if it is not sealed.
     * @return the profile.
     */
    public Profile sealedWith(final Path keyFile)
    {
        return new Profile(name, clusterName, ingressEndpoints, egressChannel, aeronDirectory, statusUrls, principal,
            secretFile, keyFile, replica);
    }

    /**
     * The same cluster with another replica.
     *
     * @param directory of a backup that runs; null to ask the nodes.
     * @return the profile.
     */
    public Profile reading(final Path directory)
    {
        return new Profile(name, clusterName, ingressEndpoints, egressChannel, aeronDirectory, statusUrls, principal,
            secretFile, transportKeyFile, directory);
    }

    /** Of the same nodes: pages of others would say that all is well. */
    private static List<String> statusUrls(final String given, final String ingressEndpoints)
    {
        if (null != given)
        {
            return Arrays.asList(given.split("\\s*,\\s*"));
        }
        final List<String> urls = new ArrayList<>();
        for (final String endpoint : ingressEndpoints.split(","))
        {
            final Matcher matcher = ENDPOINT.matcher(endpoint);
            if (matcher.matches())
            {
                // A node answers there on 127.0.0.1, whatever else localhost means.
                final String host = "localhost".equals(matcher.group(1)) ? "127.0.0.1" : matcher.group(1);
                urls.add("http://" + host + ":" + (Integer.parseInt(matcher.group(2)) + STATUS_ABOVE_INGRESS) +
                    "/status");
            }
        }
        return urls;
    }

    private static Path path(final Properties properties, final String key)
    {
        return properties.containsKey(key) ? Path.of(properties.getProperty(key)) : null;
    }

    private static String localName()
    {
        final String login = System.getProperty("user.name", "operator").toLowerCase(Locale.ROOT);
        return login.replaceAll("[^a-z0-9._-]", "-");
    }
}
