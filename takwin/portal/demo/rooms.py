"""Where the demo's meeting rooms stand: in the chief town of each province, the first of them on the map."""

from decimal import Decimal

from takwin.core.points import Point
from takwin.directory.actions import locate_room
from takwin.portal.demo.world import World

TOWNS = {
    "MA-BOM": ("33.36290", "-4.73040"),
    "MA-FES": ("34.03490", "-4.99960"),
    "MA-HAJ": ("33.68810", "-5.37090"),
    "MA-IFR": ("33.52740", "-5.10680"),
    "MA-MEK": ("33.89540", "-5.54730"),
    "MA-MOU": ("34.08860", "-5.17970"),
    "MA-SEF": ("33.83050", "-4.83530"),
    "MA-TAO": ("34.53580", "-4.64000"),
    "MA-TAZ": ("34.21330", "-4.00970"),
}


def put_on_the_map(world: World) -> None:
    for province in world.provinces:
        if town := TOWNS.get(province.place.iso):
            point = Point(*map(Decimal, town))
            province.rooms[0] = locate_room(province.rooms[0], point, by=world.team.region)
