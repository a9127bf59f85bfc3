"""Who publishes: what an organization of the portal says of itself, and the groups of the lab's themes."""
