// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * The settings of a node, in the Configuration Admin and in {@code etc/*.cfg}. A value is tried in the former first; the
 * file is written when the component has taken it up, so that no file ever holds what a component refuses.
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
                throw SettingException.failed(
                        "etc/" + target.pid().file() + ": " + DiskReason.of(e) + "; nothing was changed");
            }
        });
    }

    private Change change(Target target, Optional<String> value) throws IOException, SettingException {
        if (value.isPresent()) {
            target.require(value.get());
        }
        CfgFile file = new CfgFile(etc.resolve(target.pid().file()));
        edited(file, target, value); // or it is said before anything is changed that it cannot be
        String before = new Listing(etc, schemas.get(), configurations, users).value(target.pid(), target.key());
        if (target.pid().type().equals(own)) {
            write(file, target, value);
            return target.changed(before, value, Effect.SOON);
        }
        Optional<Map<String, Object>> old = configurations.find(target.pid());
        State state = attempt(target, value, old);
        boolean written = false;
        try {
            write(file, target, value);
            written = true;
        } finally {
            if (!written) {
                takeBack(target, old);
            }
        }
        return target.changed(before, value, effect(target, state));
    }

    /** It may have been edited meanwhile, and there is no need of a file to say that nothing is set. */
    private static void write(CfgFile file, Target target, Optional<String> value)
            throws IOException, SettingException {
        CfgText text = edited(file, target, value);
        if (!text.toString().equals(file.read().toString())) {
            file.write(text);
        }
    }

    private static CfgText edited(CfgFile file, Target target, Optional<String> value)
            throws IOException, SettingException {
        try {
            CfgText text = file.read();
            return value.isPresent() ? text.with(target.key(), value.get()) : text.without(target.key());
        } catch (SettingException e) {
            throw SettingException.failed("etc/" + target.pid().file() + ": " + target.key() + ": " + e.getMessage());
        }
    }

    /** Has the component take the value up, or ends with all as it was. */
    private State attempt(Target target, Optional<String> value, Optional<Map<String, Object>> old)
            throws IOException, SettingException {
        Map<String, Object> next = new TreeMap<>(old.orElse(Map.of()));
        next.remove(target.key());
        value.ifPresent(it -> next.put(target.key(), it));
        target.requireNoOtherMistake(next);
        long mark = uptake.mark();
        if (old.isPresent() || !next.isEmpty()) {
            configurations.put(target.pid(), next);
        }
        Verdict verdict = uptake.await(target.pid(), target.key(), value.map(it -> it), mark);
        if (verdict.state() == State.TAKEN || verdict.state() == State.UNUSED) {
            return verdict.state();
        }
        takeBack(target, old);
        throw verdict.state() == State.REFUSED
                ? target.refused(value, verdict.reason())
                : target.late(uptake.patience());
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
        if (state == State.UNUSED) {
            return Effect.UNUSED;
        }
        return target.atStart() ? Effect.AT_START : Effect.IN_FORCE;
    }
}
