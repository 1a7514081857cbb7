"""The subjects themselves, one a line: French, English, and the words by which they are known. Plain data.

What is one trade or one thing stands under SUBJECTS and is enough for a match; what goes with many trades stands under
CIRCUMSTANCES and is not. TOWNS and TONGUES contradict one another. EMPTY are words that say nothing of a subject.
"""

SUBJECTS = """
graphisme | graphic design | graphis-, graphic-, logo, logos, maquett-, layout, layouts, affiche, affiches, poster, posters, identite visuelle, visual identity, branding, design studio, flyer, flyers, sign, enseigne, mise en page, indesign, typograph-
illustration | illustration | illustrat-, dessinat-, drawing, dessin, dessins, bande dessinee, comics, children s book, album pour enfants
développement web | web development | developp-, developer, developers, developpeu-, developpement web, web development, programm-, django, python, react, typescript, javascript, frontend, front end, backend, back end, php, symfony, rails, coder, codeur, codeuse, coding, logiciel, logiciels, software, full stack
WordPress | WordPress | wordpress, elementor
boutique en ligne | online shop | e commerce, ecommerce, online shop, online shops, online store, vendre en ligne, boutique en ligne, webshop, shopify, sell online
application mobile | mobile application | application mobile, applications mobiles, mobile application, mobile applications, mobile app, mobile apps, android, ios, iphone
données | data | data, donnees, sql, statisti-, tableau de bord, tableaux de bord, dashboard, dashboards, business intelligence, machine learning
ergonomie | user experience | ux, ergonom-, user experience, user test, user tests, usability, interface, interfaces, experience utilisateur
référencement | search engines | seo, referencement, search engine, moteurs de recherche
publicité | advertising | publicit-, advert-, adwords, google ads, campagne, campagnes
communication | marketing | marketing, communication digitale, social media, social networks, reseaux sociaux, infolettre, infolettres, newsletter, newsletters, community manager, relations publiques, public relations
rédaction | writing | redact-, writer, writers, writing, copywrit-, plume, article, articles, blog, blogs, journalis-, magazine, write, writes, ecrire, editorial, roman, romans, novel, novels
traduction | translation | tradu-, translat-, interprete, interpreter, sous titr-, subtitl-
photographie | photography | photo-, reportage, reportages, portrait, portraits
vidéo | video | video-, film, films, montage, premiere pro, premiere, monter, filmmak-, documentaire, documentary, court metrage, motion design, animation 3d
son | sound | son, sound, podcast-, mixage, mixer, mix, enregistr-, record, audio, balado
musique | music | musi-, concert, concerts, festival, festivals, guitare, guitar, piano
comptabilité | accounting | comptab-, account-, bookkeep-, fiduciaire, tva, vat, expert comptable, invoicing, facturation
fiscalité et finance | finance | fiscal-, tax, taxes, financ-, budget, tresorerie, banque, invest-, levee de fonds, fundrais-
droit | law | droit, juris-, juridi-, avocat-, lawyer, lawyers, legal, law, contrat, contrats, contract, contracts, conditions generales, terms and conditions, notaire, solicitor
données personnelles | privacy | rgpd, gdpr, privacy, cookies, vie privee, protection des donnees, data protection
subsides | grants | subside, subsides, subvention-, grant, grants, european call, appel europeen, consortium, appel a projets, funding
vente | sales | commercial, commerciale, vente, ventes, prospection, sales, salesperson, vendeur, vendeuse, business development, telemarketing
recrutement | hiring | recrut-, recruit-, hiring, hire, ressources humaines, human resources, rh, hr
formation Excel | spreadsheets | excel, tableur, tableurs, spreadsheet-
formation | training | formateur, formatrice, formateurs, trainer, trainers
prise de parole | public speaking | prise de parole, public speaking, parler en public, orateur, orateurs, eloquence
animation de groupes | facilitation | facilitat-, intelligence collective, collective intelligence, animatrice d ateliers, animateur d ateliers, facilitate, sociocrat-
coaching | coaching | coaching, life coach, executive coach, coach de vie, business coach, coach professionnel
mentorat | mentoring | mentor-, parrainage
gestion de projet | project management | gestion de projet, chef de projet, cheffe de projet, project manager, project management, scrum, product owner
événementiel | event production | evenementiel, event production, organisation d evenements, event manager, wedding planner
traiteur | catering | traiteur, traiteurs, catering, caterer, caterers, buffet, plats
cuisine | cooking | cuisine, cuisini-, cook, cooks, cooking, chef cuisinier
boulangerie | baking | boulang-, baker, bakers, bakery, patiss-, pastry
alimentation et agriculture | food and farming | farm, farms, farming, farmer, farmers, producteurs, productrices, agricult-, maraich-, vegetable, vegetables
commerce | a shop of goods | epicerie, grocery, vrac, magasin de vetements
architecture | architecture | architect-, permis de batir, building permit
renovation | renovation | renov-, refurbish-
architecture d’intérieur | interior design | interieur, interior, decoration, decorat-
génie civil | civil engineering | civil engineer, genie civil, beton, concrete, bridge, bridges, ponts
électronique | electronics | electron-, arduino, capteur, capteurs, sensor, sensors, raspberry, iot, objets connectes, embarque
impression 3D | 3D printing | impression 3d, 3d printer, 3d printing, 3d printers, imprimante 3d, fablab, decoupe laser, laser cutter
menuiserie | woodwork | menuis-, carpent-, ebenis-, woodwork-, bois, wood
couture et mode | sewing and fashion | coutur-, coudre, sewing, sew, styliste, fashion, mode, collection capsule, tailor, textile
artisanat | crafts | artisan-, crafts, ceramiqu-, ceramics, potier, poterie, pottery, bijou, bijoux, jewel-
informatique de bureau | computers and networks | ordinateur, ordinateurs, computer, computers, reseau informatique, installer le reseau, networks for, depannage, it support, helpdesk, imprimante, printer
sécurité informatique | computer security | cybersecur-, cybersecurite, pentest, securite informatique
hébergement et serveurs | servers | serveur, serveurs, server, servers, devops, kubernetes, docker, cloud, sysadmin, linux
jeux vidéo | video games | jeux video, jeu video, video game, video games, unity, unreal, game design
santé | health | sante, health, medic-, kine, physio-, patient, patients
logopédie | speech therapy | logoped-, speech therap-, orthophon-
psychologie | psychology | psycholog-, therap-, bien etre, wellbeing, burn out
yoga | yoga | yoga, pilates, meditation, sophrolog-
courir | running | courir, course a pied, running, run along, i run, jogging, jogger, runner, runners, trail
sport | sport | sportif, sportive, sport, sports, fitness
échecs | chess | echecs, chess
jeux de société | board games | jeux de societe, board game, board games, jeu de role
randonnée | hiking | randonn-, hiking, hike, hikes, sentier, sentiers
vélo | bicycles | velo, velos, bicycl-, bike, bikes, cargo bike
covoiturage | car sharing | covoitur-, carpool-, car sharing, seat free, place libre dans ma voiture, lift to, i drive from
tandem linguistique | practising languages | tandem linguistique, practise french, practise english, practice french, practice english, pratiquer mon anglais, pratiquer mon francais, pratiquer le neerlandais, language exchange, table de conversation, conversation table
projecteur | a projector | projecteur, projector, videoprojecteur, beamer
garde d’enfants | childcare | babysit-, baby sit-, garde d enfants, childcare, nounou, creche
potager | growing vegetables | jardinage, gardening, potager, compost, urban garden, permaculture
énergie | energy | energie, energies, photovolta-, solar panel, solar panels, isolation, heat pump
tourisme | tourism | tourisme, tourism, guide touristique, tour guide, chambre d hotes
recherche | research | doctorat, phd, chercheur, chercheuse, researcher
économie sociale | social economy | economie sociale, social economy, benevol-, volunteer-
chambre | a room | chambre, chambres, bedroom, bedrooms, room in, room to let, a room, colocation, colocations, shared house, shared flat, housemate, flatmate, coloc, kot, kots, student room, students room, room for students, cite universitaire
appartement | a flat | appartement, appartements, flat, flats, apartment-, deux pieces
studio à louer | a small flat | studio
maison à louer | a house | maison a louer, louer notre maison, louons notre maison, louer ma maison, maison pour, house with, house to rent, house to let, rent a house, logement pour ma famille, family house, logement pour une famille
échange de logement | swapping homes | echange d appartement, echange de maison, swap my, swap our, home exchange
sous-location | subletting | sous location, sous louer, sublet-, sublease
lit pour quelques nuits | a bed for some nights | canape lit, canape, sofa bed, sofa, couch, for some nights, quelques nuits, somewhere to sleep, nights during, dormir
place de parking | parking | parking, stationnement
place pour des cartons | storage | cave, cellar, garage, entreposer, stocker, store a few, store boxes, boxes, cartons, storage, grenier, attic
soins infirmiers | nursing | infirmi-, nurse, nurses, nursing, aide soignant-
nettoyage | cleaning | nettoy-, nettoie, clean, cleans, cleaner, cleaners, cleaning, menage
électricité | electrical work | electricien, electricienne, electriciens, electrician-, electricite, prises, luminaire-, wiring, sockets
plomberie et chauffage | plumbing and heating | plomb-, plumb-, chauffag-, heating, boiler, chaudiere
maçonnerie et peinture | building and painting | macon-, mason-, bricklay-, peintre en batiment, peinture murale, plaster-, platr-, carrel-, tiling, roofer, couvreur
jardins et paysage | landscaping | paysag-, landscap-, jardinier, jardiniere, gardener, gardeners, jardins, trees, arbres, elagage, yard, pelouse, lawn
nutrition | nutrition | nutrition-, dietet-, dietit-, eating well, bien manger, alimentation saine
théâtre | theatre | theatr-, scenograph-, set designer, stage design, comedien-, actor, actors, actress, mise en scene, piece de theatre
danse | dance | danse, danser, danseur, danseuse, danseurs, dance, dancer, dancers, dancing, choregraph-, choreograph-, tango, salsa
cirque | circus | cirque, circus, jongl-, juggl-
cinéma | cinema | cinema, scenari-, screenwrit-, script, scripts
voix | voice | voix, voice, voices, voice over, doublage, dubbing
chant choral | singing | chorist-, choral-, choir-, chanter, chanteu-, sing, sings, singer, singers, singing, vocal, alto, soprano
composition musicale | composing | composit-, compose, composer, composers, bande originale, soundtrack
cartographie | maps | cartograph-, maps, map, carte geographique, sig, gis, geograph-, geomat-
archives et bibliothèques | archives and libraries | archiv-, biblioth-, librar-, documentaliste
édition et livres | publishing | edition, editions, editeur, editrice, publish-, maison d edition, imprimeur, printing house, reliure, bookbind-
lecture | reading | lire, lecture, lectures, read books, read together, reading group, book club, club de lecture, lectrice, lecteur
livres | books | livre, livres, book, books
relecture | proofreading | relis, relire, relecture-, relect-, proofread-, corriger, corrige, correctrice, correcteur, memoires, thesis, these, dissertation
économie | economics | econom-, loyers, rents
biologie et plantes | plants and biology | biolog-, botan-, plante, plantes, plants, flore, flora, mycolog-, champignon-, mushroom-
environnement | environment | environnement-, environment-, biodivers-, ecologue, ecologist, zero dechet, zero waste
chimie et laboratoire | chemistry | chimi-, chemi-, laboratoire, laboratory, labo
pharmacie | pharmacy | pharma-
mathématiques | mathematics | mathemat-, maths, algebre, algebra
physique | physics | physicien-, physics, physicist-
robotique | robotics | robot-, automatis-, automation
drones | drones | drone, drones
mécanique | mechanics | mecani-, mechanic-, electromecan-, usinage, machining, soudure, weld-, garagiste
aéronautique | aviation | aeronaut-, aviation, aerospace, spatial
langage Rust et C | systems programming | rust, embedded software, systemes embarques, systems programming
sites pour commerces | websites to build | webmaster, creation de site, website built, build a website, site vitrine, refonte du site, redesign our website
logiciels de gestion | business software | odoo, erp, crm, sap, salesforce, hubspot
automatisation sans code | automation without code | no code, nocode, zapier, make com, airtable, notion
intelligence artificielle | artificial intelligence | artificial intelligence, ia, ai, chatbot, chatbots, llm
blockchain | blockchain | blockchain, crypto-
chiffres et rapports | figures and reports | figures, chiffres, reporting, power bi, powerbi, tableau software
secrétariat | secretarial work | secretar-, assistante virtuelle, assistant virtuel, virtual assistant, saisie, data entry, transcri-, permanence telephonique
logistique | logistics | logisti-, livraison, livraisons, deliver-, transport, transporteur, entrepot, warehouse, supply chain
déménagement | moving house | demenag-, moving, movers, removal
achats et commerce extérieur | trade | import export, exporter, exportation, acheteu-, purchasing, procurement
qualité | quality | iso 9001, qualiticien-, quality manager, lean
immobilier | property | immobili-, real estate, estate agent, agent immobilier
assurances | insurance | assurance, assurances, insur-, courtier, courtiere
hôtellerie | hotels | hotel-, hotelier
restauration | restaurants | restaur-, serveur en salle, waiter, waitress, barista, food truck
café et torréfaction | coffee | torref-, roast-
bière et vin | beer and wine | biere, bieres, beer, brew-, brass-, vin, vins, wine, wines, oenolog-, sommelier-
fromage et miel | cheese and honey | fromag-, cheese, miel, honey, apicult-, bees, abeille-, beekeep-
animaux à soigner | animal care | veterin-, vet, dresseur, dog training, promener mon chien, promener un chien, walk my dog, dog walk-, dog sitter, gardiennage d animaux
garder la maison | house sitting | house sit-, house sitt-, house to sit, sit a house, garde la maison, garder la maison, garder une maison, gardiennage de maison
coiffure et beauté | hair and beauty | coiff-, hairdress-, maquill-, make up artist, estheti-, beauty, massage-, massag-
enseignement | teaching at school | instit-, ecole, ecoles, school, schools, professeur, professeure, prof, teacher, teachers, pedagog-
aide aux devoirs | tutoring | devoirs, homework, tutor-, soutien scolaire, cours particuliers, private lessons
travail social | social work | assistant social, assistante sociale, social work-, educateur, educatrice, refugie-, refugee-, migrant-
aînés | older people | aines, seniors, elderly, maison de repos, older people
handicap | disability | handicap-, disabilit-, accessibil-, autis-, autism
médiation | mediation | mediat-, conflit, conflits, conflict, conflicts
politique et plaidoyer | advocacy | plaidoyer, advocacy, lobby-, politique, policy
histoire et patrimoine | history | histoire, historien-, histor-, archeolog-, archaeolog-, patrimoine, heritage, genealog-, musee, musees, museum, museums
philosophie | philosophy | philosoph-
sociologie et enquêtes | surveys and sociology | sociolog-, enquete, enquetes, survey, surveys, questionnaire-, anthropolog-
presse et radio | press and radio | presse, press, radio, radios, television, tv
peinture et sculpture | art | peintre, peintres, painter, painters, painting, paintings, sculpt-, galerie, gallery, exposition, expositions, exhibition-, artiste, artistes, artist, artists, aquarelle, watercolour, gravure, serigraph-
calligraphie | lettering | calligraph-, lettering
tricot | knitting | tricot-, knit-, crochet
meubles | furniture | meubles, furniture, table, tables, etagere, etageres, shelf, shelves, chaise, chaises, chair, chairs, oak, chene, upholster-, tapiss-
éclairage | lighting | eclairag-, lighting, lights, lumieres
outils à prêter | tools | perceuse, drill, echelle, ladder, outil, outils, tool, tools, ponceuse, sander, tronconneuse
remorque et camionnette | vans | remorque, trailer, camionnette, camionnettes, van, vans
appareil photo et matériel | camera gear | objectif, lens, lenses, trepied, tripod, micro, microphone
tente | camping gear | tente, tent, camping, sac de couchage, sleeping bag
badminton | badminton | badminton
tennis et padel | tennis | tennis, padel, squash
football | football | football, foot, futsal, soccer
natation | swimming | natation, nager, swim-, piscine
escalade | climbing | escalade, climb, climbing, climber-, bouldering
tennis de table | table tennis | ping pong, table tennis, tennis de table
pétanque | petanque | petanque, boules
basket et volley | ball games | basket-, volley-, handball
méditation | meditation | medita-, mindful-, pleine conscience
ascenseur | a lift | ascenseur, elevator, with a lift
terrain | land | terrain, terrains, plot of land
atelier à louer | a studio to work in | atelier d artiste, atelier a louer, atelier partage, workshop to rent, workshop space, artist studio
lancement d’entreprise | starting up | pitch, incubat-, accelerat-, business plan, business angel
appels vidéo et diffusion | live streaming | streaming, livestream, en direct, captation, webinaire-, webinar-
jeux de cartes | card games | belote, bridge, poker, magic the gathering
échange de vêtements et objets | swapping things | troc, swap party, donnerie
sécurité et prévention | safety at work | prevent-, secourisme, first aid, premiers secours, secourist-
bureau | an office to share | louer un bureau, bureau ferme, bureau a partager, loue des bureaux, bureaux a louer, office space, office to let, salle de reunion, meeting room
"""

CIRCUMSTANCES = """
site web | websites | site, sites, website, websites, web, page web
événement | events | evenement, evenements, event, events, seminaire, seminar, conference, conferences, soiree d entreprise
équipe | teams | equipe, equipes, team, teams
entreprise | companies | entreprise, entreprises, company, companies, pme, societe, start up, startup
atelier | workshops | atelier, ateliers, workshop, workshops
cours | lessons | cours, lesson, lessons, lecon, lecons, teach, teaching, enseign-
enfants | children | enfant, enfants, child, children
animaux | animals | animaux, animal, animals, chat, cat, cats, chien, dog, dogs, pet, pets
jardin | a garden | jardin, garden
meublé | furnished | meuble, meublee, furnished
gare | the station | gare, station
ingénieur | engineering | engineer, engineers, ingenieur, ingenieure, ingenieurs, engineering
coach | coaches | coach, coachs, coaches
durable | sustainability | durable, durables, sustainab-, ecolog-, green, vert, verte, verts, climat, climate, recycl-
local | local | local, locale, locaux
magasin | shops | magasin, magasins, shop, shops, commerces, boutique, boutiques, store
occasion | second-hand | occasion, occasions, second hand
association | non-profits | asbl, non profit, nonprofit, ngo, cooperative, cooperatives
design | design | design, designer, designers
application | applications | application, applications, app, apps
consultance | consulting | consultan-, conseil, adviser, advisor
numérique | digital | digital, numerique, digitale, informatique
indépendants | freelancers | independant, independante, independants, freelance, freelancer, freelancers, premiere annee d activite
voiture | cars | voiture, car, cars
calme | quiet | calme, quiet
"""

TONGUES = """
néerlandais | Dutch | neerlandais, neerlandaise, dutch, flamand, flemish
allemand | German | allemand, german
espagnol | Spanish | espagnol, spanish
italien | Italian | italien, italian
portugais | Portuguese | portugais, portuguese
japonais | Japanese | japonais, japanese
chinois | Chinese | chinois, chinese, mandarin, cantonais, cantonese
arabe | Arabic | arabe, arabic
français | French | francais, french
anglais | English | anglais, english
"""

TOWNS = """
Namur | Namur | namur, namen
Liège | Liège | liege, luik
Charleroi | Charleroi | charleroi
Bruxelles | Brussels | bruxelles, brussels, brussel
Mons | Mons | mons, bergen
Louvain-la-Neuve | Louvain-la-Neuve | louvain la neuve
Gand | Ghent | gand, ghent, gent
Anvers | Antwerp | anvers, antwerp, antwerpen
Tournai | Tournai | tournai, doornik
Verviers | Verviers | verviers
Arlon | Arlon | arlon
Luxembourg | Luxembourg | luxembourg
Lille | Lille | lille
Paris | Paris | paris
Lisbonne | Lisbon | lisbonne, lisbon, lisboa
Berlin | Berlin | berlin
Amsterdam | Amsterdam | amsterdam
Londres | London | londres, london
Hong Kong | Hong Kong | hong kong
"""

EMPTY = """
a an and are as at be been but by can could do does for from get give had has have having he her his how i if in into
is it its join just knows know like little look looking looks love lot m make many may me mine more most much must my
need needs new nice no not nothing of on one only or other our out over own people perhaps person put re s several she
should show small some somebody someone somewhere soon still t take takes than that the their them then there these
they this time to together too two three four five six seven eight nine ten twelve thirty under until up us use very
want wants was we well what when where which while who whom whose will willing with without work working works would
year years you young your able about after again all along already also am any anybody around because before behind
between both bring each either else end enough ever every everything few first free friendly full glad good great
happy help here home house hours idea job joint large last late lately let life long lunch lunchtime main mostly name
near next night nights now often old once order part per place places plain possible project projects quick quite
ready right room rooms sell sells share simple since something start starting summer spring autumn winter than thing
things till today try twice usual week weeks weekly month months monthly day days daily evening evenings morning
mornings monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays january
february march april may june july august september october november december welcome whole wish world intern interns
internship internships trainee trainees student students client clients collaborator collaborators partner partners
offer offers ask asks search seek seeking wanted rent louer cherche cherchons chercher recherche recherchons propose
proposons proposer offre offres veux voudrais voudrait veut aimerais aimerait aime j je tu il elle on nous vous ils
elles le la les l un une des de du d au aux et ou mais donc or ni car que qu qui quoi dont ou quand comment pour par
sur sous dans avec sans chez vers entre pendant depuis avant apres jusque jusqu ce cet cette ces mon ma mes ton ta tes
son sa ses notre nos votre vos leur leurs y en ne pas plus moins tres trop peu beaucoup assez tout toute tous toutes
autre autres meme memes quelque quelques quelqu quelquun chaque plusieurs aucun personne gens ai as a avons avez ont
suis es est sommes etes sont etre avoir fait faire fais fasse font peut peux pouvons peuvent possible possibles
possibilite besoin envie aide aider aides accompagner travail travailler travaille travaillons projet projets temps
jour jours semaine semaines mois an ans annee annees annuel matin midi soir soiree soirees lundi mardi mercredi jeudi
vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
printemps ete automne hiver deux trois quatre cinq six sept huit neuf dix douze trente premier premiere premiers
troisieme nouveau nouvelle nouveaux nouvelles petit petite petits petites grand grande grands grandes bon bonne bons
bonnes beau belle libre libres partir plaisir volontiers bienvenu bienvenue bienvenus stage stages stagiaire
stagiaires etudiant etudiante etudiants eleve eleves clientele partenaire collaborer collaboration collaborateur
collaboratrice collegue collegues metier metiers experience an mission missions place maison coup main fils fille ami
amie prefere preference surtout aussi encore deja bien mieux comme si oui non parle parler parlons monte lancer
complice partant associe associer associee debut debuts ouvre open opens opening space espace espaces bureau office
agence agency organise organisons organiser organises
"""
