"""What customers write to the sample team about: its topics and invented subject lines in three languages."""

from dataclasses import dataclass

LANGUAGES = {"en": 0.58, "de": 0.27, "fr": 0.15}


@dataclass(frozen=True)
class Topic:
    """A topic's usual share of the conversations, how it is worked on, and how people put it."""

    name: str
    share: float
    team: str
    containment: float  # share that the bot resolves alone of those it answers
    hours: float  # a person's median working time from first reply to resolution
    subjects: dict[str, tuple[str, ...]]


TOPICS = (
    Topic("delivery status", 0.17, "Orders", 0.46, 2.5, {
        "en": ("Where is my parcel?", "Tracking has not moved for days", "When will my order arrive?"),
        "de": ("Wo ist mein Paket?", "Sendung seit Tagen unverändert"),
        "fr": ("Où est mon colis ?", "Mon suivi n'avance plus"),
    }),
    Topic("password reset", 0.14, "Accounts", 0.56, 1.5, {
        "en": ("Reset link never arrives", "How do I change my password?", "The reset link has expired"),
        "de": ("Passwort vergessen", "Link zum Zurücksetzen ist abgelaufen"),
        "fr": ("Mot de passe oublié", "Le lien de réinitialisation a expiré"),
    }),
    Topic("billing question", 0.12, "Billing", 0.34, 4.0, {
        "en": ("Charged twice this month", "What is this line on my bill?", "Wrong amount on my card"),
        "de": ("Doppelt abgebucht", "Frage zu einem Posten der Rechnung"),
        "fr": ("Prélevé deux fois", "Question sur un montant"),
    }),
    Topic("refund", 0.10, "Billing", 0.22, 6.0, {
        "en": ("Refund still not on my account", "I would like my money back", "Refund for a returned order"),
        "de": ("Erstattung noch nicht da", "Bitte Geld zurück"),
        "fr": ("Remboursement toujours pas reçu", "Je souhaite être remboursé"),
    }),
    Topic("login bug", 0.08, "Technical", 0.28, 4.5, {
        "en": ("Login page keeps reloading", "Signed out again and again", "Cannot sign in since the update"),
        "de": ("Anmeldung lädt endlos", "Seit dem Update keine Anmeldung möglich"),
        "fr": ("La page de connexion tourne en boucle", "Connexion impossible depuis la mise à jour"),
    }),
    Topic("product question", 0.08, "Orders", 0.46, 2.5, {
        "en": ("Does it fit the older model?", "Is this back in stock soon?", "Which size should I take?"),
        "de": ("Passt das zum alten Modell?", "Wann wieder lieferbar?"),
        "fr": ("Compatible avec l'ancien modèle ?", "Bientôt de retour en stock ?"),
    }),
    Topic("cancellation", 0.07, "Accounts", 0.18, 3.0, {
        "en": ("Please cancel my plan", "Cancel an order placed today", "How do I end my subscription?"),
        "de": ("Bitte mein Abo kündigen", "Bestellung stornieren"),
        "fr": ("Résilier mon abonnement", "Annuler ma commande"),
    }),
    Topic("invoice copy", 0.06, "Billing", 0.54, 1.5, {
        "en": ("Need an invoice for my records", "Invoice without our VAT number"),
        "de": ("Rechnung bitte noch einmal", "Rechnung ohne Umsatzsteuernummer"),
        "fr": ("Besoin d'une facture", "Facture sans numéro de TVA"),
    }),
    Topic("address change", 0.05, "Accounts", 0.48, 1.5, {
        "en": ("Moved house, new address", "Wrong address on my order"),
        "de": ("Neue Anschrift", "Falsche Adresse in der Bestellung"),
        "fr": ("Changement d'adresse", "Mauvaise adresse de livraison"),
    }),
    Topic("damaged item", 0.05, "Orders", 0.12, 8.0, {
        "en": ("Arrived broken", "A part is missing from the box"),
        "de": ("Beschädigt angekommen", "Ein Teil fehlt"),
        "fr": ("Arrivé cassé", "Il manque une pièce"),
    }),
    Topic("app crash", 0.04, "Technical", 0.16, 11.0, {
        "en": ("App closes on start", "Crash when I open the basket"),
        "de": ("App stürzt beim Start ab", "Absturz im Warenkorb"),
        "fr": ("L'application se ferme au démarrage", "Plantage dans le panier"),
    }),
    Topic("plan upgrade", 0.04, "Accounts", 0.32, 2.5, {
        "en": ("Move to the larger plan", "What does the yearly plan cost?"),
        "de": ("Wechsel in den größeren Tarif", "Was kostet der Jahrestarif?"),
        "fr": ("Passer à l'offre supérieure", "Prix de l'offre annuelle ?"),
    }),
)  # fmt: skip
