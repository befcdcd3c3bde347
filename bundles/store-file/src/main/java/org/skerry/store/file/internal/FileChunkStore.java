// SPDX-License-Identifier: Apache-2.0
package org.skerry.store.file.internal;

import java.util.Hashtable;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.skerry.api.admin.Upkeep;
import org.skerry.spi.store.ChunkStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a file store for each configuration, and registers it with the durability that the configuration gives it. */
@Component(
        name = FileStoreSettings.PID,
        configurationPid = FileStoreSettings.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {},
        immediate = true)
@Designate(ocd = FileStoreConfiguration.class, factory = true)
public final class FileChunkStore {

    private static final Logger LOG = LoggerFactory.getLogger(FileChunkStore.class);

    private final FileStore store;
    private final ServiceRegistration<ChunkStore> registration;
    private final ServiceRegistration<Upkeep> upkeep;

    /**
     * Made by Declarative Services.
     *
     * @param context of the bundle
     * @param configuration its configuration
     * @throws IllegalArgumentException naming the key that is wrong
     */
    @Activate
    public FileChunkStore(BundleContext context, FileStoreConfiguration configuration) {
        FileStoreSettings settings = FileStoreSettings.of(configuration, context.getProperty("skerry.home"));
        store = new FileStore(settings);
        String durability = settings.sync() ? ChunkStore.DURABILITY_POWER : ChunkStore.DURABILITY_PROCESS;
        registration = context.registerService(
                ChunkStore.class,
                store,
                new Hashtable<>(Map.of(
                        ChunkStore.DURABILITY,
                        durability,
                        Constants.SERVICE_RANKING,
                        configuration.service_ranking(),
                        "directory",
                        settings.directory().toString())));
        upkeep = context.registerService(Upkeep.class, store.upkeep(), new Hashtable<>());
        LOG.info("keeping chunks in {}", settings.directory());
    }

    /** Takes the service away and closes the store. */
    @Deactivate
    public void stop() {
        upkeep.unregister();
        registration.unregister();
        store.close();
    }
}
