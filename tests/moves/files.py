"""Lists of members in the shape in which three programs export them, with invented people."""

COBOT = """\
Name,Company,Email,Phone,Plan Name,Price per cycle,Cycle duration,Start Date,Next Invoice Date,Canceled to
Ana Duarte,Cartes SRL,ana@example.org,+32 81 00 00 00,Temps plein,"190,00 €",1,2025/03/01,2027/02/01,
Zoé Martin,,zoe@example.org,,Temps plein,"190,00 €",1,2026/11/15,2027/01/15,
"Renard, Fay",Atelier,fay@example.org,,Nomade,95.50,1,2026/10/01,,2027/01/31
Old Friend,,old@example.org,,Nomade,95.50,1,2024/01/01,,2025/06/30
"""
COBOT_IN_GERMAN = """\
Name;E-Mail;Tarif Name;Preis;Startdatum;Nächstes Rechnungsdatum;Gekündigt zum
Jörg Müller;joerg@example.org;Flexplatz;1.190,00;01.03.2026;01.02.2027;
Änne Groß;aenne@example.org;Flexplatz;1.190,00;01.03.2026;;31.01.2027
"""
NEXUDUS = """\
Location,FullName,Email,Active,SendWelcomeEmail,Plan,RegistrationDate,ContractStartDate,RenewalDate,Price
Namur,Ana Duarte,ANA@example.org,YES,NO,Resident,2023-01-05 09:30,2025-03-01 00:00,2027-02-01 00:00,190
Namur,Zoé Martin,zoe@example.org,YES,NO,,2026-11-15 10:00,,,
"""
NEXUDUS_IN_SPANISH = """\
Nombre completo;Correo electrónico;Tarifa;Precio;Fecha de inicio;Fecha de renovación
José Núñez;jose@example.org;Residente;1 190,00;01/03/2026;01/02/2027
"""
OFFICERND = """\
Member Name\tEmail\tCompany\tLocation\tPlan\tMembership Name\tPrice\tQuantity\tStart Date\tEnd Date
Ana Duarte\tana@example.org\tCartes SRL\tNamur\tHot desk\tHot desk mensuel\t190.00\t1\t01/03/2025\t
Zoé Martin\tzoe@example.org\t\tNamur\tDedicated desk\t\t250.00\t1\t15/11/2026\t14/05/2027
"""
OFFICERND_IN_FRENCH = """\
Nom complet;Prénom;Adresse e-mail;Formule;Prix mensuel;Date de début;Date de fin
Ana Duarte;Ana;ana@example.org;Poste fixe;190,00 €;01/03/2025;
"""
