// SPDX-License-Identifier: Apache-2.0
package com.example.skerry.sharedfolder;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.testkit.signaling.SignalingProviderContract;

/** All that the SPI asks of a signaling plugin. */
class SharedFolderContractTest extends SignalingProviderContract {

    @TempDir
    Path folder;

    @Override
    protected SignalingProvider newProvider() {
        return new SharedFolderSignaling(Settings.of(folder));
    }

    @Override
    protected void stop(SignalingProvider provider) throws InterruptedException {
        SharedFolderSignaling signaling = (SharedFolderSignaling) provider;
        signaling.stop();
        signaling.thread.awaitTermination(10, TimeUnit.SECONDS); // it may be writing, while JUnit deletes the folder
    }
}
