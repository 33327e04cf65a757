// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import java.util.Optional;
import java.util.Set;

/**
 * How one kind of call is written in a catalogue file. It is read in two steps: what is written decides where
 * parameters go, and the parameters then decide whether the call is complete.
 */
interface CallForm {

    /** The key of an action that makes it one of this kind. */
    String key();

    /** The other keys that go with it. */
    Set<String> moreKeys();

    /** Reads what stands under the key; faults are told. */
    Optional<Opened> open(YamlNode at, YamlFields action, ServiceParts service, Faults faults);

    /** A call whose parameters are not known yet. */
    interface Opened {

        /** Whether what is written names the parameter, so that it has its place already. */
        boolean names(String param);

        /** The place of a parameter that does not say where it goes; empty if it goes nowhere. */
        Optional<Place> placeOf(String param);

        /** Where parameters of this call may go. */
        Set<Place> places();

        /** How a parameter is given a place, for a message. */
        String howToPlace(String param);

        /** The complete call; empty after telling what is missing. */
        Optional<Call> close(TemplateLoader.Declared declared, Effect effect);
    }
}
