// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.broadcast.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.spi.signaling.ChannelState;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;

/** Signaling among the nodes of one JVM, whichever frameworks they are in. */
@Component(
        name = BroadcastLimits.PID,
        configurationPid = BroadcastLimits.PID,
        property = SignalingProvider.SCOPE + "=" + SignalingProvider.SCOPE_JVM)
@Designate(ocd = BroadcastConfiguration.class)
public final class BroadcastSignalingProvider implements SignalingProvider {

    private final BroadcastLimits limits;
    private final Set<BroadcastChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * Made by Declarative Services.
     *
     * @param configuration its configuration
     * @throws IllegalArgumentException naming the key that is wrong
     */
    @Activate
    public BroadcastSignalingProvider(BroadcastConfiguration configuration) {
        this(BroadcastLimits.of(configuration));
    }

    BroadcastSignalingProvider(BroadcastLimits limits) {
        this.limits = limits;
    }

    @Override
    public SignalingChannel open(SignalingContext self, SignalingListener in) {
        BroadcastChannel channel = new BroadcastChannel(limits, self, in, channels::remove);
        channels.add(channel);
        channel.open();
        if (stopped) {
            // Seen after adding, so that either stop() closes the channel or this does.
            channel.close();
            in.state(ChannelState.DOWN, "broadcast signaling has stopped");
        }
        return channel;
    }

    /** Closes what is open. */
    @Deactivate
    public void stop() {
        stopped = true;
        List.copyOf(channels).forEach(BroadcastChannel::close);
    }
}
