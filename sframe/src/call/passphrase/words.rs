//! The words of a generated passphrase.
//!
//! They are 1024 of the 2048 English words of BIP 39, as the Python package `mnemonic` 0.21 ships
//! them: those of up to 5 letters and some of 6, without unpleasant ones and without those that
//! sound like another. No two begin with the same four letters. The list comes with this
//! licence:
//!
//! > The MIT License (MIT)
//! >
//! > Copyright (c) 2013-2016 Pavol Rusnak
//! >
//! > Permission is hereby granted, free of charge, to any person obtaining a copy
//! > of this software and associated documentation files (the "Software"), to deal
//! > in the Software without restriction, including without limitation the rights
//! > to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
//! > copies of the Software, and to permit persons to whom the Software is
//! > furnished to do so, subject to the following conditions:
//! >
//! > The above copyright notice and this permission notice shall be included in all
//! > copies or substantial portions of the Software.
//! >
//! > THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
//! > IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
//! > FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
//! > AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
//! > LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
//! > OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
//! > SOFTWARE.

/// 1024 words in alphabetic order: 10 bits each.
pub(super) const WORDS: &str = "\
    able about above acid act actor adapt add admit adult again age agent agree ahead aim air \
    aisle alarm album alert all alley allow alone alpha also alter among anger angle ankle any \
    apart apple april arch area arena argue arm armed armor art ask asset audit aunt auto avoid \
    awake aware away awful axis baby bacon badge bag ball banana bar base basic basket beach bean \
    beef begin below belt bench best bid bike bind bird birth black blade bleak blue blur blush \
    board boat body boil bonus book boost boss box brain brand brass brave bread brick bridge \
    brief bring brisk broom brown brush buddy build bulb bulk burst bus busy buyer buzz cabin \
    cable cage cake call calm camera camp can canal candy canoe car card cargo carry cart case \
    cash castle cat catch cause cave chair chalk chaos chase chat cheap check chef chest chief \
    child chunk churn cigar city civil claim clap claw clay clean clerk click cliff climb clip \
    clock clog close cloth cloud clown club clump coach coast code coffee coil coin color come \
    comic cook cool copper copy coral core corn cost cotton couch cover crack craft crane crawl \
    crazy cream creek crew crisp crop cross crowd crush cube cup curve cute cycle dad dance dash \
    dawn day deal deer defy delay depth desk dial diary dice diet dish dizzy dog doll donor door \
    dose dove draft dragon drama draw dream dress drift drill drink drive drop drum dry duck dune \
    dust dutch duty dwarf eager eagle early earn earth east easy echo edge edit egg eight elbow \
    elder elite else empty enact end enjoy enter entry equal equip era erase erode erupt essay \
    evoke exact exile exist exit extra eye face fade faint faith fall false fame fan fancy farm \
    fault fee feed feel fence few fiber field file film final find fine firm first fish fit fix \
    flag flame flash flat flee flight flip float flock floor fluid flush fly foam focus fog foil \
    fold food foot force forest fork forum found fox frame fresh frog front frost frown fruit fuel \
    fun funny fury gain game gap garden gas gate gauge gaze genre giant gift give glad glare glass \
    glide globe gloom glory glove glow glue goat gold good goose gown grab grace grain grant grape \
    grass great green grid grit group grow grunt guard guess guide guitar gym habit hair half \
    hammer hand happy hard hat have hawk head heart heavy hello help hen hero high hill hint hip \
    hire hobby hold hole home honey hood hope horn horse host hotel hour hover hub huge human \
    humor hunt hurry hurt ice icon idea ill image inch index inner input into iron island issue \
    item ivory jar jazz jelly jewel job join joke joy judge juice jump just keen keep key kick kid \
    kind kiss kit kite kitten kiwi knee knock know lab label labor ladder lady lake lamp large \
    later latin laugh lava law lawn layer leaf learn leave left leg legal lemon lend lens level \
    liar life lift light like limit link lion list live lizard load local lock logic long loop \
    loud love loyal lucky lunar lunch magic maid mail main major make mango maple march mask mass \
    match math maze mean medal media melt menu mercy merge merit merry mesh milk mimic mind minor \
    miss mix mixed model monkey month moon moral more motor mouse move movie much mule music must \
    myth name near neck need nerve nest net never news next nice night noble noise north nose note \
    novel now nurse oak obey occur ocean odor off offer often oil okay old olive omit once one \
    onion only open opera orange orbit order other outer oval oven over own owner page pair palm \
    panda panel paper park party pass patch path pause pave pen pet phone photo piano piece pilot \
    pink pipe pitch pizza place planet plate play pluck plug poet point polar pole pond pony pool \
    post power price pride print prize proof proud pull pulse pupil puppy purse push put quick \
    quit quiz quote race rack radar radio rail rain raise rally ramp ranch range rapid rare rate \
    raven raw razor ready real relax rely renew rent rib rice rich ride ridge right rigid ring \
    riot risk rival river road roast robot roof room rose rough round route royal rug rule run \
    rural safe sail salad salon salt same sand sauce save say scale scan scene scout sea seat seed \
    seek sell sense setup seven shaft share shed shell shift shine ship shock shoe shop short \
    shove shrug shy side siege sight sign silk silly since sing siren six size skate ski skill \
    skin skirt slab sleep slice slide slim slot slow slush small smart smile smoke snack snake \
    snap sniff snow soap sock soda soft solar solid solve song soon sorry sort soul sound soup \
    south space spare spawn speak speed spell spend spice spike spin split spoil spoon sport spot \
    spray spy staff stage stamp stand start state stay steak stem step still sting stock stone \
    stool story stove stuff style such sugar suit sun sunny super sure surge swamp swap swarm \
    swear sweet swift swim swing sword syrup table tag talk tank tape task taste taxi teach team \
    tell ten tent term test text thank that theme then there they thing this three throw thumb \
    tide tiger tilt time tiny tip tired title toast today toe token tone tool top topic torch \
    total tower town toy track trade train tray treat tree trend trial tribe trick trim trip truck \
    true truly trust truth try tube tuna turn twice twin twist two type uncle under undo unit \
    until upon upper upset urban urge use used usual vague valid valve van vapor vast vault venue \
    verb very video view visa visit vital vivid vocal voice wagon wait walk wall want warm wash \
    wasp water wave way wear web weird west wet whale what wheat wheel when where wide width wife \
    wild will win wine wing wink wire wise wish wood wool word work world worth wrap wrist yard \
    year you young youth zebra zero zone zoo";
