// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.ChunkId;
import org.skerry.api.IndexProgress;
import org.skerry.api.admin.Readiness;
import org.skerry.api.admin.Upkeep;
import org.skerry.content.internal.work.Settings;
import org.skerry.spi.content.AcquireRequest;
import org.skerry.spi.content.Acquisition;
import org.skerry.spi.content.AcquisitionListener;
import org.skerry.spi.content.Contents;
import org.skerry.spi.content.IndexPage;
import org.skerry.spi.content.ShareRequest;
import org.skerry.spi.content.SharedContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link LocalContents} as a component, with its state below the node's home. */
@Component(
        name = ContentComponent.PID,
        configurationPid = ContentComponent.PID,
        immediate = true,
        service = {Contents.class, Readiness.class, Upkeep.class})
@Designate(ocd = ContentConfiguration.class)
public final class ContentComponent implements Contents, Readiness, Upkeep {

    static final String PID = "org.skerry.content";

    private static final Logger LOG = LoggerFactory.getLogger(ContentComponent.class);
    private static final String HOME = "skerry.home";

    private final Path state;
    private final LocalContents contents;

    /**
     * Opens the state.
     *
     * @param bundle tells the node's home
     * @param configuration limits
     * @throws IOException if the folder of the state cannot be used
     * @throws IllegalArgumentException with a message that names the key, if a limit makes no sense
     */
    @Activate
    public ContentComponent(BundleContext bundle, ContentConfiguration configuration) throws IOException {
        Settings settings = settings(configuration);
        Path home = home(bundle);
        state = state(home, configuration.directory());
        try {
            contents = new LocalContents(state, settings, home);
        } catch (IOException e) {
            throw new IOException(
                    PID + ": the folder of directory = " + state + " cannot be used: " + e.getMessage(), e);
        }
        if (configuration.warm_up()) {
            contents.practise();
        }
        LOG.info("content keeps its state in {}", state);
    }

    private static Path home(BundleContext bundle) {
        String home = bundle.getProperty(HOME);
        if (home == null || home.isBlank()) {
            throw new IllegalStateException(PID + ": the framework property " + HOME + " is not set");
        }
        return Path.of(home).toAbsolutePath().normalize();
    }

    private static Path state(Path home, String directory) {
        Path below = home.resolve(directory).normalize();
        if (directory.isBlank() || !below.startsWith(home)) {
            throw new IllegalArgumentException(PID + ": directory = " + directory + " is not below the node's home");
        }
        return below;
    }

    static Settings settings(ContentConfiguration it) {
        int workers = within("workers", it.workers(), 0, 64);
        return new Settings(
                workers == 0 ? Settings.defaults().workers() : workers,
                within("jobs", it.jobs(), 1, 16),
                within("open.files", it.open_files(), 1, 4096),
                within("idle.seconds", it.idle_seconds(), 1, 3600),
                within("cache.mib", it.cache_mib(), 1, 1024),
                it.sync());
    }

    private static int within(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " = " + value + " is not within " + least + " to " + most);
        }
        return value;
    }

    /** Stops, as soon as what was accepted is written; waits 5 s for that at most. */
    @Deactivate
    public void deactivate() {
        contents.close();
        LOG.info("content stopped");
    }

    @Override
    public List<Finding> findings() {
        boolean writable = Files.isWritable(state);
        String message = writable ? "the state is kept in " + state : state + " cannot be written: check its rights";
        return List.of(new Finding("content", writable, message));
    }

    @Override
    public CompletionStage<SharedContent> share(ShareRequest request, Consumer<IndexProgress> progress) {
        return contents.share(request, progress);
    }

    @Override
    public CompletionStage<Optional<SharedContent>> reopen(ChunkId root) {
        return contents.reopen(root);
    }

    @Override
    public CompletionStage<Optional<SharedContent>> reopenFetched(ChunkId root, Path folder) {
        return contents.reopenFetched(root, folder);
    }

    @Override
    public CompletionStage<List<Unfinished>> unfinished() {
        return contents.unfinished();
    }

    @Override
    public CompletionStage<List<Kept>> verify(boolean deep) {
        return contents.upkeep().verify(deep);
    }

    @Override
    public CompletionStage<List<Kept>> repair() {
        return contents.upkeep().repair();
    }

    @Override
    public List<ChunkId> reopenable() {
        return contents.reopenable();
    }

    @Override
    public void forget(ChunkId root) {
        contents.forget(root);
    }

    @Override
    public void forgetFetched(ChunkId root, Path folder) {
        contents.forgetFetched(root, folder);
    }

    @Override
    public Acquisition acquire(AcquireRequest request, AcquisitionListener listener) {
        return contents.acquire(request, listener);
    }

    @Override
    public Optional<IndexPage> indexPage(ChunkId id, ByteBuffer chunk) {
        return contents.indexPage(id, chunk);
    }
}
