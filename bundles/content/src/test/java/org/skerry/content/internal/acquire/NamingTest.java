// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.acquire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.skerry.api.TransferResult.Cause;
import org.skerry.base.loop.ThreadWorkers;
import org.skerry.base.loop.Workers;

class NamingTest {

    @Test
    void tellsOfAFailureBeforeTheFileCountsAsNamed() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        AtomicReference<Naming> naming = new AtomicReference<>();
        try (Workers threads = new ThreadWorkers("namer", 1, thrown -> {})) {
            naming.set(new Naming(
                    threads,
                    file -> {
                        if (file == 1) {
                            throw new AcquireException(Cause.IO, "no name");
                        }
                    },
                    failure -> heard.add(
                            failure == null
                                    ? "idle"
                                    : "failed, busy " + naming.get().isBusy())));
            naming.get().name(1);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("failed, busy true");
            naming.get().name(2);
            assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("idle");
        }
    }
}
