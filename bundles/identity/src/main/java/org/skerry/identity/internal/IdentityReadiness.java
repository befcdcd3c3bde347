// SPDX-License-Identifier: Apache-2.0
package org.skerry.identity.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.skerry.api.admin.Readiness;
import org.skerry.spi.identity.Identity;

/** Says whether this node has its identity; a component of its own, so that it can also say that it has not. */
@Component(name = "org.skerry.identity.readiness", service = Readiness.class)
public final class IdentityReadiness implements Readiness {

    private static final String NAME = "identity";

    private final AtomicReference<@Nullable Identity> identity = new AtomicReference<>();

    /** Takes the identity. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindIdentity(Identity came) {
        identity.set(came);
    }

    /** Lets it go, if no other has taken its place. */
    void unbindIdentity(Identity left) {
        identity.compareAndSet(left, null);
    }

    @Override
    public List<Finding> findings() {
        return List.of(Optional.ofNullable(identity.get())
                .map(IdentityReadiness::finding)
                .orElseGet(() -> new Finding(
                        NAME,
                        false,
                        "the identity could not be opened: the log says why, in the line of "
                                + IdentityComponent.PID)));
    }

    private static Finding finding(Identity here) {
        Optional<String> problem = here instanceof IdentityComponent own ? own.problem() : Optional.empty();
        return problem.map(why -> new Finding(
                        NAME,
                        false,
                        "new seal keys cannot be saved: make room, or mend the rights of the folder: " + why))
                .orElseGet(() -> new Finding(NAME, true, here.self().toString()));
    }
}
