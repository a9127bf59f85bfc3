"""The services of a portal, one small class each behind one interface, each replaceable by the administrator's own."""
