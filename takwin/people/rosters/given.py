"""Given names one meets in Morocco, in both scripts: they tell a column of names from a column of places.

A broad list, not a closed one: a name that is not here is still a name. Arab, Amazigh, Hassani and Jewish Moroccan
names, in the commonest spellings; compared folded, without article.
"""

from takwin.core.text import folded, without_article

ARABIC = """
محمد أحمد امحمد محماد حماد أحماد حمو موحى محند علي عمر عمار عثمان حسن الحسن لحسن حسين الحسين لحسين حساين إبراهيم براهيم ابراهيم إسماعيل إسحاق يوسف يونس يعقوب
موسى عيسى إدريس ادريس دريس داود داوود سليمان زكرياء زكريا يحيى أيوب إلياس الياس هارون لقمان صالح هود نوح آدم ياسين طه بلال خالد طارق زياد أنس أسامة حمزة معاذ سعد سعيد
سعود مسعود رشيد رشاد راشد رضا رضوان كريم عبد عبدالله عبد الله عبدالرحمان عبدالرحمن عبداللطيف عبدالكريم عبدالعزيز عبدالقادر عبدالسلام عبدالحق عبدالواحد عبدالرحيم عبدالرزاق عبدالصمد
عبدالمجيد عبدالمالك عبدالحميد عبدالهادي عبدالغني عبدالوهاب عبدالإله عبدالنبي عبدالناصر عبدالجليل عبدالحفيظ عبدالفتاح عبدالعالي عبدالعلي عبدالمنعم عبدالمولى عبدالحكيم عبدالخالق
جمال كمال جلال جواد نبيل نور نورالدين بدر بدرالدين صلاح عزالدين فخرالدين شمس محيي سيف ضياء علاء هشام عصام حسام وسام بسام كنزة مصطفى مرتضى المختار مختار منصور
منير مراد مروان معاوية ميمون ميلود مبارك مبروك بوشتى بوشعيب بوجمعة بوعزة بوبكر بلقاسم قاسم القاسم الطاهر الطيب طيب التهامي المهدي مهدي الهادي هادي العربي الغالي غالي المعطي الجيلالي جيلالي
المكي مكي المدني الشرقي شرقي الصديق صديق فاروق الفاروق عادل عماد فؤاد فيصل فريد فوزي فتحي فضيل سفيان سمير سلام سالم سامي سهيل شكيب شفيق شعيب كبير الكبير لكبير الحبيب حبيب حفيظ حميد حكيم
حاتم حسني توفيق تاج ثريا وليد وائل وحيد ودود هاشم الهاشمي هاني هيثم يزيد ياسر يسير باسو عقا حدو حمادي بنعيسى بن قدور قدور العياشي عياش سيدي مولاي الراضي الزبير زبير زهير غسان لطفي ماجد محسن
محمود مسلم معاد منصف مومن ناصر الناصر نجيب نزار نعيم نوفل همام ماء العينين سيداتي بوسيف الداه الشيخ البشير بشير لحبيب سلامة محجوب المحجوب امبارك حمدي الغيث خطري السالك ابا الخليل براهيم بابا
فاطمة فاطنة فطومة فاضمة خديجة عائشة زينب مريم سعاد سعيدة نعيمة نادية نجاة نجية نجوى نزهة نورة نوال نور الهدى لطيفة ليلى لبنى لمياء لالة كريمة كوثر كلثوم كنزة رشيدة رقية رحمة ربيعة رابحة رجاء
رانيا ريم رباب زهرة الزهراء الزهرة زهراء زهور زبيدة زكية حنان حليمة حسناء حفيظة حكيمة حورية حياة حادة حفصة هند هدى هناء هاجر هيام إلهام الهام أمينة أمال آمال أسماء إيمان ايمان ابتسام ابتهال إكرام اكرام
أحلام أمل أميمة أسية آسية ثورية جميلة جليلة جيهان جهاد دنيا ضحى صفاء صباح صفية صليحة صالحة سناء سلمى سلوى سميرة سمية سهام سكينة سارة شادية شيماء شريفة غزلان غيثة فتيحة فدوى فريدة
فوزية فاتحة فردوس فرح مليكة منى منية مينة ميمونة مباركة محجوبة ماجدة مها نهاد نسرين نهيلة وداد وفاء وسيمة يامنة يسرى ياسمين طامو عزيزة عالية العالية غنية بديعة بشرى بهيجة بثينة تورية تودة
ايطو يطو عدجو تلايتماس تيتريت تيليلا نونجة سيليا كاهنة إيدر ايدر أكسيل اكسيل ماسين ماسينيسا يوبا أنير زيري أمناي أماني الغالية السعدية لكبيرة الباتول مماس فاظمة تسليم العزة لعزيزة ميمي مماة
خديجتو امنتو السالمة النانة منتو مريمة الزاهية اغلانة محفوظة بتول راضية رقيه يزة إيجة عبوش هنو حادا ماماس رحال الراحل الحو موحا ايشو باها علا سعو زايد حساين لعربي المصطفى الميلودي العزيز
""".split()
LATIN = """
mohamed mohammed mohammad muhammad mhamed m'hamed mhammed ahmed ahmad hmad hammad hamad hamou hammou hammo moha mohand ali aly omar amar ammar othmane otmane outmane hassan hasan lahcen lahcene hussein houssein hossein houcine
lhoucine lhoussaine houssaine hocine brahim ibrahim ismail smail ishak youssef yousef yusuf yassine yacine younes younous yakoub moussa aissa issa driss idriss dawoud daoud sliman slimane soulaimane zakaria zakariae zakariya yahya
ayoub ilyas ilias elias haroun haroune lokman salah saleh nouh adam taha bilal khalid khaled tarik tariq ziad anas oussama osama hamza hamzah mouad moad moaad saad said saïd masoud messaoud rachid rashid rachad reda rida redouane radouane
karim kareem abdellah abdallah abdelrahman abderrahmane abderrahman abdellatif abdelatif abdelkrim abdelkarim abdelaziz abdelkader abdeslam abdessalam abdelhak abdelhaq abdelouahed abdelwahed abderrahim abdrahim abderrazak abderrazzak
abderrazzaq abdessamad abdelmajid abdelmajide abdelmalek abdelmalik abdelhamid abdelhadi abdelghani abdelrhani abdelouahab abdelwahab abdelilah abdenbi abdennabi abdennacer abdenacer abdennasser abdejlil abdeljalil abdelhafid abdelfattah
abdelali abdelaali abdelmounim abdelmoula abdelhakim abdelkhalek abdelkhaliq abdou jamal kamal kamel jalal jawad jaouad nabil nour noureddine nordine nourddine badr badreddine salaheddine azzeddine azeddine jamaleddine hicham hisham issam
houssam wissam bassam mustapha mostafa mustafa mostapha mokhtar moktar mansour mounir mourad morad marouane marwane mimoun miloud mbarek m'barek mebarek mabrouk bouchta bouchtta bouchaib boujemaa boujmaa bouazza bouaza boubker belkacem belkassem
kacem kassem taher tahar taieb tayeb tayyeb touhami thami mehdi mahdi hadi larbi ghali rhali maati jilali jillali mekki mdani cherki seddik saddiq essadiq sadik farouk adil adel imad fouad faouzi faical faisal faysal farid fathi sofiane soufiane samir
salim salem sami souhail chakib chafik chafiq chouaib kebir kbir lahbib habib hafid hamid hakim hatem hosni taoufik toufik tawfik walid oualid wail wahid hachem hachmi hashmi hani haytham yazid yasser basso akka haddou hammadi benaissa kaddour
ayachi zoubir zouhair zouheir ghassan loutfi lotfi majid majide mohcine mohsine mahmoud moumen nacer nasser najib nizar naim noufel naoufal naoufel cheikh bachir mahjoub mbark hamdi sidi moulay saleck salek brahime maelainine omrane ounissi
fatima fatma fatiha fettouma fatouma fadma khadija aicha aïcha zineb zaineb zainab mariam maryam meryem meriem souad saida naima nadia najat najia najoua nezha nouzha noura nora nawal naoual latifa leila laila lobna loubna lamia lamiae karima kareema kaoutar
keltoum kaltoum kenza rachida rashida rkia rqia rahma rehma rabia rabiaa rabha rabeha raja rajae rania rim rym rabab zahra ezzohra zohra zhour zahour zoubida zakia hanan hanane halima halema hasna hasnae hafida hakima houria houriya hayat hadda hafsa hind houda hoda hanae
hajar hajare hiam ilham amina amena amal asma asmaa asmae imane iman ibtissam btissam ibtihal ikram ahlam ahlame oumaima assia asia touria thouria jamila jalila jihane jihan dounia donia doha safae safaa sabah safia saliha salha sanaa sanae salma salwa saloua samira
samera soumia soumaya siham sihame soukaina sokaina sara sarah chadia chaimae chaima cherifa ghizlane ghislaine ghita rhita fadoua farida faouzia ferdaous farah malika mouna mona mounia mina mimouna mbarka mahjouba majda maha nouhad nihad nisrine nassrine ouafae wafae wafaa widad ouidad
wassima yamna yosra yousra yasmine tamo tammou aziza azziza alia ghania badia bouchra bahija boutaina itto izza tilila silya idir axel aksil massine massin massinissa youba anir ziri amnay nounja mamas mamma mama batoul saadia kebira khaddouj hbiba habiba zahia toda touda ijja rahal zayd zaid daho
fatimazahra fatimazohra fatimaezzahra hassania lhaj el bouchra ouiam wiam inass inas ihsane ihssane nada nadira najwa nabila naziha oum hanna hannou yatto tlaytmas fadila fatna fatine mehjouba izana iza baha lahsen lhassan lho hro
""".split()
GIVEN = {word for raw in ARABIC + LATIN for word in {folded(raw), without_article(folded(raw))}} - {"el", "بن", "عبد", "نور"}
SERVANT = ("عبد", "abd")


def is_given(word: str) -> bool:
    """Whether a folded word is a given name one knows, glued or not to *Abd*."""
    bare = without_article(word.strip(".'-"))
    return bare in GIVEN or (bare.startswith(SERVANT) and len(bare) > 5)
