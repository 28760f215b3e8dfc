"""The pages and programmes of the *Mois de l'ESS*: an edition, and each territory's part of it."""
