// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.sharedfolder;

import java.nio.file.Path;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.spi.signaling.SignalingChannel;
import org.skerry.spi.signaling.SignalingContext;
import org.skerry.spi.signaling.SignalingListener;
import org.skerry.spi.signaling.SignalingProvider;

/** Signaling among all who share a folder: one service for each configuration, none without one. */
@Component(configurationPid = "com.example.skerry.sharedfolder", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SharedFolderConfiguration.class, factory = true)
public final class SharedFolderSignaling implements SignalingProvider {

    final SharedFolderConfiguration configuration;
    final Path folder;

    /** Does all that touches the drive: a drive that hangs holds up nobody else. Discards what comes after its end. */
    final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "shared-folder"), new DiscardPolicy());

    /** Made by Declarative Services. What it throws keeps the service from being there, and stands in the log. */
    @Activate
    public SharedFolderSignaling(SharedFolderConfiguration configuration) {
        this.configuration = configuration;
        this.folder = Path.of(configuration.directory());
        if (!folder.isAbsolute() || configuration.poll_ms() < 1) {
            throw new IllegalArgumentException("directory must be an absolute path, and poll.ms positive");
        }
    }

    @Override
    public SignalingChannel open(SignalingContext self, SignalingListener in) {
        return new SharedFolderChannel(this, in);
    }

    /** Ends all channels. */
    @Deactivate
    public void stop() {
        thread.shutdownNow();
    }
}
