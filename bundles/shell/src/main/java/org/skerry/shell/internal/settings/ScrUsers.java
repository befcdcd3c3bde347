// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Constants;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.skerry.shell.internal.check.ComponentFailures;

/** Declarative Services components (OSGi Compendium 8.1, chapter 112). */
final class ScrUsers implements Users {

    private final Supplier<Optional<ServiceComponentRuntime>> runtime;

    ScrUsers(Supplier<Optional<ServiceComponentRuntime>> runtime) {
        this.runtime = runtime;
    }

    @Override
    public boolean known(Pid pid) {
        return descriptions(pid).findAny().isPresent();
    }

    @Override
    public List<User> of(Pid pid) {
        List<User> out = new ArrayList<>();
        runtime.get()
                .ifPresent(scr -> descriptions(pid)
                        .forEach(description -> scr.getComponentConfigurationDTOs(description)
                                .forEach(it -> {
                                    if (isFor(pid, it)) {
                                        out.add(user(description, it));
                                    }
                                })));
        return out;
    }

    private Stream<ComponentDescriptionDTO> descriptions(Pid pid) {
        return runtime.get().stream()
                .flatMap(scr -> scr.getComponentDescriptionDTOs().stream())
                .filter(it -> List.of(it.configurationPid).contains(pid.type()));
    }

    private static boolean isFor(Pid pid, ComponentConfigurationDTO it) {
        return pid.instance().isEmpty()
                || pids(it.properties.get(Constants.SERVICE_PID)).anyMatch(pid.servicePid()::equals);
    }

    /** A component may have several. */
    private static Stream<String> pids(Object value) {
        if (value instanceof String[] all) {
            return Stream.of(all);
        }
        return value instanceof Iterable<?> all
                ? Stream.of(all).flatMap(it -> stream(it))
                : Stream.of(String.valueOf(value));
    }

    private static Stream<String> stream(Iterable<?> all) {
        Stream.Builder<String> out = Stream.builder();
        all.forEach(it -> out.add(String.valueOf(it)));
        return out.build();
    }

    private static User user(ComponentDescriptionDTO description, ComponentConfigurationDTO it) {
        return new User(
                description.name,
                description.bundle.id,
                it.properties,
                description.properties,
                it.state == ComponentConfigurationDTO.FAILED_ACTIVATION
                        ? Optional.of(ComponentFailures.reason(it.failure))
                        : Optional.empty());
    }
}
