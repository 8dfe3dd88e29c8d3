package io.flatbook.proving.simulate;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keeps the keys that Aeron registers. It selects nothing: Aeron asks each channel in turn, by
 * {@code org.agrona.transport.iteration.threshold}.
 */
final class VirtualSelector extends AbstractSelector
{
    private final Set<SelectionKey> keys = new LinkedHashSet<>();

    VirtualSelector(final SelectorProvider provider)
    {
        super(provider);
    }

    private final class Key extends AbstractSelectionKey
    {
        private final SelectableChannel channel;

        private Key(final SelectableChannel channel)
        {
            this.channel = channel;
        }

        @Override
        public SelectableChannel channel()
        {
            return channel;
        }

        @Override
        public Selector selector()
        {
            return VirtualSelector.this;
        }

        @Override
        public int interestOps()
        {
            return OP_READ;
        }

        @Override
        public SelectionKey interestOps(final int ops)
        {
            return this;
        }

        @Override
        public int readyOps()
        {
            return 0;
        }
    }

    @Override
    protected SelectionKey register(final AbstractSelectableChannel channel, final int ops, final Object attachment)
    {
        final Key key = new Key(channel);
        key.attach(attachment);
        keys.add(key);
        return key;
    }

    @Override
    protected void implCloseSelector()
    {
        keys.clear();
    }

    @Override
    public Set<SelectionKey> keys()
    {
        return keys;
    }

    @Override
    public Set<SelectionKey> selectedKeys()
    {
        return Set.of();
    }

    @Override
    public int selectNow()
    {
        for (final SelectionKey key : cancelledKeys())
        {
            keys.remove(key);
            deregister((AbstractSelectionKey)key);
        }
        cancelledKeys().clear();
        return 0;
    }

    @Override
    public int select(final long timeoutMs)
    {
        return selectNow();
    }

    @Override
    public int select()
    {
        return selectNow();
    }

    @Override
    public Selector wakeup()
    {
        return this;
    }
}
