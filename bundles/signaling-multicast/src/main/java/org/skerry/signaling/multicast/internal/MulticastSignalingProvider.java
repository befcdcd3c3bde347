// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

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

/** Signaling among the nodes of a network segment, by UDP multicast. */
@Component(
        name = MulticastSettings.PID,
        configurationPid = MulticastSettings.PID,
        property = SignalingProvider.SCOPE + "=" + SignalingProvider.SCOPE_LAN)
@Designate(ocd = MulticastConfiguration.class)
public final class MulticastSignalingProvider implements SignalingProvider {

    private final MulticastSettings settings;
    private final Set<MulticastChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    /**
     * Made by Declarative Services.
     *
     * @param configuration its configuration
     * @throws IllegalArgumentException naming the key that is wrong
     */
    @Activate
    public MulticastSignalingProvider(MulticastConfiguration configuration) {
        this(MulticastSettings.of(configuration));
    }

    MulticastSignalingProvider(MulticastSettings settings) {
        this.settings = settings;
    }

    @Override
    public SignalingChannel open(SignalingContext self, SignalingListener in) {
        MulticastChannel channel = new MulticastChannel(settings, self, in, channels::remove);
        channels.add(channel);
        channel.open();
        if (stopped) {
            // Seen after adding, so that either stop() closes the channel or this does.
            channel.close();
            in.state(ChannelState.DOWN, "multicast signaling has stopped");
        }
        return channel;
    }

    /** Closes what is open. */
    @Deactivate
    public void stop() {
        stopped = true;
        List.copyOf(channels).forEach(MulticastChannel::close);
    }
}
