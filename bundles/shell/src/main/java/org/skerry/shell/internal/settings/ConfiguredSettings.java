// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.log.LogReaderService;
import org.skerry.base.disk.DiskReason;
import org.skerry.base.loop.Workers;
import org.skerry.shell.internal.check.Schema;
import org.skerry.shell.internal.command.SettingException;
import org.skerry.shell.internal.command.Settings;
import org.skerry.shell.internal.settings.Uptake.State;
import org.skerry.shell.internal.settings.Uptake.Verdict;

/**
 * The settings of a node, in {@code etc/*.cfg} and in the Configuration Admin. The file is written first: FileInstall looks
 * at it any time, and is to find what the Configuration Admin is given at once. If the component refuses that, both get back
 * what they had.
 */
public final class ConfiguredSettings implements Settings {

    private static final Duration SETTLED = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String own;
    private final Path etc;
    private final Supplier<Map<String, Schema>> schemas;
    private final Configurations configurations;
    private final Users users;
    private final Uptake uptake;
    private final Workers worker;

    /**
     * Made once for a node.
     *
     * @param own the PID of whoever answers, which ends when that is changed
     * @param etc folder of the files
     * @param schemas what there is to set, by PID or factory PID
     * @param configurations what is set
     * @param users who is configured
     * @param uptake tells what they make of it
     * @param worker one thread, so that changes are made one after the other
     */
    ConfiguredSettings(
            String own,
            Path etc,
            Supplier<Map<String, Schema>> schemas,
            Configurations configurations,
            Users users,
            Uptake uptake,
            Workers worker) {
        this.own = own;
        this.etc = etc;
        this.schemas = schemas;
        this.configurations = configurations;
        this.users = users;
        this.uptake = uptake;
        this.worker = worker;
    }

    /**
     * The settings of the framework that this bundle is in.
     *
     * @param own the PID of whoever answers, which ends when that is changed
     * @param etc folder of the files
     * @param schemas what there is to set, by PID or factory PID
     * @param admin keeps what is set
     * @param components tells what components make of it
     * @param log holds what they said, if there is one
     * @param worker one thread, so that changes are made one after the other
     * @return the settings; the worker stays the caller's
     */
    public static Settings of(
            String own,
            Path etc,
            Supplier<Map<String, Schema>> schemas,
            Supplier<Optional<ConfigurationAdmin>> admin,
            Supplier<Optional<ServiceComponentRuntime>> components,
            Supplier<Optional<LogReaderService>> log,
            Workers worker) {
        Users users = new ScrUsers(components);
        Uptake uptake = new Uptake(users, new FrameworkLog(log), SETTLED, PATIENCE);
        return new ConfiguredSettings(own, etc, schemas, new AdminConfigurations(admin), users, uptake, worker);
    }

    @Override
    public CompletionStage<List<Setting>> list(Optional<String> pid) {
        return worker.submit(() -> new Listing(etc, schemas.get(), configurations, users).of(pid));
    }

    @Override
    public CompletionStage<Change> change(String pid, String key, Optional<String> value) {
        return worker.submit(() -> {
            Target target = Target.of(pid, key, schemas.get());
            try {
                return change(target, value.map(target.definition()::canonical));
            } catch (IOException e) {
                throw SettingException.failed("etc/" + target.pid().file() + ": " + DiskReason.of(e));
            }
        });
    }

    private Change change(Target target, Optional<String> value) throws IOException, SettingException {
        if (value.isPresent()) {
            target.require(value.get());
        }
        Optional<Map<String, Object>> old = configurations.find(target.pid());
        target.requireNoOtherMistake(target.changed(old, value));
        String before = new Listing(etc, schemas.get(), configurations, users).value(target);
        CfgChange written = CfgChange.make(new CfgFile(etc.resolve(target.pid().file())), target, value);
        State state = target.pid().type().equals(own) ? State.OPEN : give(target, value, old, written);
        return target.told(before, value, effect(target, state));
    }

    /** Ends with all as it was, unless the components take it up. */
    private State give(Target target, Optional<String> value, Optional<Map<String, Object>> old, CfgChange written)
            throws IOException, SettingException {
        boolean stays = false;
        try {
            long mark = uptake.mark();
            Map<String, Object> values = target.changed(old, value);
            if (old.isPresent() || !values.isEmpty()) {
                configurations.put(target.pid(), values);
            }
            Verdict verdict = uptake.await(target.pid(), target.key(), value.map(it -> it), mark);
            stays = verdict.state() == State.TAKEN || verdict.state() == State.UNUSED;
            if (!stays) {
                throw verdict.state() == State.REFUSED
                        ? target.refused(value, verdict.reason())
                        : target.late(uptake.patience());
            }
            return verdict.state();
        } finally {
            if (!stays) {
                written.takeBack(); // first, or FileInstall might find there what is refused
                takeBack(target, old);
            }
        }
    }

    /** Returns when the component has what it had, or cannot be seen to have it. */
    private void takeBack(Target target, Optional<Map<String, Object>> old) throws IOException, SettingException {
        long mark = uptake.mark();
        if (old.isPresent()) {
            configurations.put(target.pid(), old.get());
        } else {
            configurations.remove(target.pid());
        }
        if (old.isPresent() || target.pid().instance().isEmpty()) {
            Optional<Object> value = old.map(it -> it.get(target.key()));
            var unused = uptake.await(target.pid(), target.key(), value, mark);
        }
    }

    private static Effect effect(Target target, State state) {
        return switch (state) {
            case OPEN -> Effect.SOON;
            case UNUSED -> Effect.UNUSED;
            default -> target.atStart() ? Effect.AT_START : Effect.IN_FORCE;
        };
    }
}
